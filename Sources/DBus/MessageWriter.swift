internal import CDBus

/// Appends values to a message. Total: a value that is not what it says is refused, never handed to libdbus.
struct MessageWriter {
    /// Depth of containers in one message, as libdbus enforces it on the receiver's side.
    static let maximumDepth = 64

    private var iterator = DBusMessageIter()

    init(_ message: borrowing Message) { dbus_message_iter_init_append(message.raw, &iterator) }

    mutating func append(_ value: Value) throws(BusError) {
        try Self.append(value, to: &iterator, depth: 0)
    }

    /// `as`.
    mutating func append(strings: some Collection<String>) throws(BusError) {
        try Self.container(.array, Signature.string.text, in: &iterator) { array throws(BusError) in
            for string in strings { try Self.append(.string(string), to: &array, depth: 1) }
        }
    }

    /// `a{sv}` without building it first: what GetAll and the signals of changes consist of.
    mutating func append(settings: some Sequence<(name: String, value: Value)>) throws(BusError) {
        try Self.append(settings: settings, to: &iterator)
    }

    /// `a{sa{sv}}`.
    mutating func append(interfaces: some Sequence<(name: String, settings: [(name: String, value: Value)])>)
        throws(BusError)
    {
        try Self.append(interfaces: interfaces, to: &iterator)
    }

    /// `a{oa{sa{sv}}}`.
    mutating func append(
        objects: some Sequence<
            (path: ObjectPath, interfaces: [(name: String, settings: [(name: String, value: Value)])])
        >
    ) throws(BusError) {
        try Self.container(.array, "{oa{sa{sv}}}", in: &iterator) { array throws(BusError) in
            for object in objects {
                try Self.container(.dictionaryEntry, nil, in: &array) { entry throws(BusError) in
                    try Self.append(.objectPath(object.path), to: &entry, depth: 2)
                    try Self.append(interfaces: object.interfaces, to: &entry)
                }
            }
        }
    }

    // MARK: Containers

    private static func append(
        interfaces: some Sequence<(name: String, settings: [(name: String, value: Value)])>,
        to iterator: inout DBusMessageIter
    ) throws(BusError) {
        try container(.array, "{sa{sv}}", in: &iterator) { array throws(BusError) in
            for interface in interfaces {
                try container(.dictionaryEntry, nil, in: &array) { entry throws(BusError) in
                    try append(.string(interface.name), to: &entry, depth: 4)
                    try append(settings: interface.settings, to: &entry)
                }
            }
        }
    }

    private static func append(
        settings: some Sequence<(name: String, value: Value)>, to iterator: inout DBusMessageIter
    ) throws(BusError) {
        try container(.array, "{sv}", in: &iterator) { array throws(BusError) in
            for (name, value) in settings {
                try container(.dictionaryEntry, nil, in: &array) { entry throws(BusError) in
                    try append(.string(name), to: &entry, depth: 6)
                    try append(variant: value, to: &entry, depth: 6)
                }
            }
        }
    }

    private static func append(variant value: Value, to iterator: inout DBusMessageIter, depth: Int) throws(BusError) {
        let letter = value.typeCode.letter
        let text = letter ?? value.typeText
        // Only a container can name a type that is none: an empty structure, or one too long.
        guard letter != nil || Signature(text)?.isSingle == true else { throw unsendable(value) }
        try container(.variant, text, in: &iterator) { content throws(BusError) in
            try append(value, to: &content, depth: depth + 1)
        }
    }

    private static func append(_ value: Value, to iterator: inout DBusMessageIter, depth: Int) throws(BusError) {
        guard depth <= maximumDepth else { throw .invalidArguments("The value is nested too deeply") }
        switch value {
        case .byte(let value): try basic(.byte, value, &iterator)
        case .boolean(let value): try basic(.boolean, dbus_bool_t(value ? 1 : 0), &iterator)
        case .int16(let value): try basic(.int16, value, &iterator)
        case .uint16(let value): try basic(.uint16, value, &iterator)
        case .int32(let value): try basic(.int32, value, &iterator)
        case .uint32(let value): try basic(.uint32, value, &iterator)
        case .int64(let value): try basic(.int64, value, &iterator)
        case .uint64(let value): try basic(.uint64, value, &iterator)
        case .double(let value): try basic(.double, value, &iterator)
        case .string(let value): try text(.string, value, &iterator)
        case .objectPath(let value): try text(.objectPath, value.text, &iterator)
        case .signature(let value): try text(.signature, value.text, &iterator)
        case .descriptor: throw unsendable(value)
        case .array(let type, let elements): try append(elements, of: type, to: &iterator, depth: depth)
        case .dictionary(let keyType, let valueType, let entries):
            try append(entries, keyType, valueType, to: &iterator, depth: depth)
        case .structure(let fields):
            guard !fields.isEmpty else { throw unsendable(value) }
            try container(.structure, nil, in: &iterator) { structure throws(BusError) in
                for field in fields { try append(field, to: &structure, depth: depth + 1) }
            }
        case .variant(let value): try append(variant: value, to: &iterator, depth: depth)
        }
    }

    private static func append(
        _ elements: [Value], of type: Signature, to iterator: inout DBusMessageIter, depth: Int
    ) throws(BusError) {
        guard type.isSingle else { throw unsendable(.array(type, [])) }
        try container(.array, type.text, in: &iterator) { array throws(BusError) in
            for element in elements {
                guard element.has(type: type) else { throw .typeMismatch(expected: type, received: element) }
                try append(element, to: &array, depth: depth + 1)
            }
        }
    }

    private static func append(
        _ entries: [Value.Entry], _ keyType: Signature, _ valueType: Signature, to iterator: inout DBusMessageIter,
        depth: Int
    ) throws(BusError) {
        let type = "{" + keyType.text + valueType.text + "}"
        guard keyType.isSingle, valueType.isSingle, Signature("a" + type) != nil else {
            throw unsendable(.dictionary(key: keyType, value: valueType, []))
        }
        try container(.array, type, in: &iterator) { array throws(BusError) in
            for entry in entries {
                guard entry.key.has(type: keyType) else { throw .typeMismatch(expected: keyType, received: entry.key) }
                guard entry.value.has(type: valueType) else {
                    throw .typeMismatch(expected: valueType, received: entry.value)
                }
                try container(.dictionaryEntry, nil, in: &array) { pair throws(BusError) in
                    try append(entry.key, to: &pair, depth: depth + 2)
                    try append(entry.value, to: &pair, depth: depth + 2)
                }
            }
        }
    }

    // MARK: libdbus

    private static func container(
        _ type: TypeCode, _ content: String?, in iterator: inout DBusMessageIter,
        _ body: (inout DBusMessageIter) throws(BusError) -> Void
    ) throws(BusError) {
        var inner = DBusMessageIter()
        guard dbus_message_iter_open_container(&iterator, Int32(type.rawValue), content, &inner) != 0 else {
            throw .outOfMemory
        }
        do throws(BusError) {
            try body(&inner)
        } catch {
            dbus_message_iter_abandon_container(&iterator, &inner)
            throw error
        }
        guard dbus_message_iter_close_container(&iterator, &inner) != 0 else { throw .outOfMemory }
    }

    private static func basic<Number: BitwiseCopyable>(
        _ type: TypeCode, _ value: Number, _ iterator: inout DBusMessageIter
    ) throws(BusError) {
        let appended = withUnsafePointer(to: value) {
            dbus_message_iter_append_basic(&iterator, Int32(type.rawValue), $0)
        }
        guard appended != 0 else { throw .outOfMemory }
    }

    private static func text(_ type: TypeCode, _ text: String, _ iterator: inout DBusMessageIter) throws(BusError) {
        let appended = OutboundText.withCString(text) { pointer in
            withUnsafePointer(to: pointer) { dbus_message_iter_append_basic(&iterator, Int32(type.rawValue), $0) }
        }
        guard appended != 0 else { throw .outOfMemory }
    }

    private static func unsendable(_ value: Value) -> BusError {
        if case .descriptor = value { return .descriptorsNotSent }
        return .invalidArguments("'\(value.typeText)' is not a D-Bus type")
    }
}
