internal import CDBus
internal import Glibc

/// Reads the body of a message. libdbus has checked its form; what is bounded here is depth and amount.
struct MessageReader {
    /// Bytes of content a request may have; enough for every argument of every method, and no more.
    static let requestLimit = 64 * 1024
    /// Bytes of content taken from a reply or a signal.
    static let replyLimit = 16 * 1024 * 1024

    private var remaining: Int
    /// Only who has asked for something gets descriptors: what others send would stay open until it is looked at.
    private let takesDescriptors: Bool

    /// - Throws: `LimitsExceeded` beyond `limit` bytes and where the process has no descriptor left, `NotSupported` for a
    ///   descriptor that is not taken.
    static func values(
        of message: borrowing Message, limit: Int, takesDescriptors: Bool = false
    ) throws(BusError) -> [Value] {
        var iterator = DBusMessageIter()
        guard dbus_message_iter_init(message.raw, &iterator) != 0 else { return [] }
        var reader = MessageReader(remaining: limit, takesDescriptors: takesDescriptors)
        return try reader.readAll(&iterator, depth: 0)
    }

    private mutating func readAll(_ iterator: inout DBusMessageIter, depth: Int) throws(BusError) -> [Value] {
        var values: [Value] = []
        while dbus_message_iter_get_arg_type(&iterator) != 0 {
            values.append(try read(&iterator, depth: depth))
            _ = dbus_message_iter_next(&iterator)
        }
        return values
    }

    private mutating func read(_ iterator: inout DBusMessageIter, depth: Int) throws(BusError) -> Value {
        guard depth <= MessageWriter.maximumDepth else { throw .invalidArguments("The value is nested too deeply") }
        try spend(8)
        let code = UInt8(truncatingIfNeeded: dbus_message_iter_get_arg_type(&iterator))
        guard let type = TypeCode(rawValue: code) else { throw .invalidArguments("Unknown type code \(code)") }
        switch type {
        case .byte: return .byte(number(&iterator, 0))
        case .boolean: return .boolean(number(&iterator, dbus_bool_t(0)) != 0)
        case .int16: return .int16(number(&iterator, 0))
        case .uint16: return .uint16(number(&iterator, 0))
        case .int32: return .int32(number(&iterator, 0))
        case .uint32: return .uint32(number(&iterator, 0))
        case .int64: return .int64(number(&iterator, 0))
        case .uint64: return .uint64(number(&iterator, 0))
        case .double: return .double(number(&iterator, 0))
        case .string: return .string(try text(&iterator))
        case .objectPath: return .objectPath(ObjectPath(unchecked: try text(&iterator)))
        case .signature: return .signature(Signature(unchecked: try text(&iterator)))
        case .array: return try array(&iterator, depth: depth)
        case .structure: return .structure(try content(&iterator, depth: depth))
        case .variant:
            guard let value = try content(&iterator, depth: depth).first else {
                throw .invalidArguments("A variant is empty")
            }
            return .variant(value)
        case .descriptor: return .descriptor(try descriptor(&iterator))
        case .dictionaryEntry: throw .invalidArguments("A dictionary entry outside of a dictionary")
        }
    }

    /// A copy of the message's own, which closes with the message.
    private func descriptor(_ iterator: inout DBusMessageIter) throws(BusError) -> ReceivedDescriptor {
        guard takesDescriptors else {
            throw BusError(name: BusError.Name.notSupported, message: "File descriptors are not accepted")
        }
        let copy = number(&iterator, Int32(-1))
        guard copy >= 0 else {
            throw BusError(name: BusError.Name.limitsExceeded, message: "There is no file descriptor left")
        }
        return ReceivedDescriptor(owning: copy)
    }

    private mutating func content(_ iterator: inout DBusMessageIter, depth: Int) throws(BusError) -> [Value] {
        var inner = DBusMessageIter()
        dbus_message_iter_recurse(&iterator, &inner)
        return try readAll(&inner, depth: depth + 1)
    }

    private mutating func array(_ iterator: inout DBusMessageIter, depth: Int) throws(BusError) -> Value {
        let element = TypeCode(rawValue: UInt8(truncatingIfNeeded: dbus_message_iter_get_element_type(&iterator)))
        if element == .dictionaryEntry { return try dictionary(&iterator, depth: depth) }
        let type = element?.letter ?? String(signature(of: &iterator).dropFirst())
        return .array(Signature(unchecked: type), try content(&iterator, depth: depth))
    }

    private mutating func dictionary(_ iterator: inout DBusMessageIter, depth: Int) throws(BusError) -> Value {
        // `a{`, one letter for the key, the value's type, `}`.
        let types = signature(of: &iterator).dropFirst(2).dropLast()
        var array = DBusMessageIter()
        dbus_message_iter_recurse(&iterator, &array)
        var entries: [Value.Entry] = []
        while dbus_message_iter_get_arg_type(&array) != 0 {
            var pair = DBusMessageIter()
            dbus_message_iter_recurse(&array, &pair)
            let key = try read(&pair, depth: depth + 2)
            _ = dbus_message_iter_next(&pair)
            entries.append(Value.Entry(key, try read(&pair, depth: depth + 2)))
            _ = dbus_message_iter_next(&array)
        }
        return .dictionary(
            key: Signature(unchecked: String(types.prefix(1))), value: Signature(unchecked: String(types.dropFirst())),
            entries)
    }

    // MARK: libdbus

    private func number<Number: BitwiseCopyable>(_ iterator: inout DBusMessageIter, _ initial: Number) -> Number {
        var value = initial
        dbus_message_iter_get_basic(&iterator, &value)
        return value
    }

    private mutating func text(_ iterator: inout DBusMessageIter) throws(BusError) -> String {
        var pointer: UnsafePointer<CChar>?
        dbus_message_iter_get_basic(&iterator, &pointer)
        guard let pointer else { return "" }
        // Before it is copied: it may be as large as the bus lets through.
        try spend(strlen(pointer))
        return String(cString: pointer)
    }

    private func signature(of iterator: inout DBusMessageIter) -> String {
        guard let text = dbus_message_iter_get_signature(&iterator) else { return "" }
        defer { dbus_free(text) }
        return String(cString: text)
    }

    private mutating func spend(_ bytes: Int) throws(BusError) {
        remaining -= bytes
        if remaining < 0 {
            throw BusError(name: BusError.Name.limitsExceeded, message: "The message is too large")
        }
    }
}
