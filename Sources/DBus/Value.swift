/// One D-Bus value.
///
/// A case does not check that its elements have the type it names; sending does, and refuses.
package enum Value: Hashable, Sendable {
    case byte(UInt8)
    case boolean(Bool)
    case int16(Int16)
    case uint16(UInt16)
    case int32(Int32)
    case uint32(UInt32)
    case int64(Int64)
    case uint64(UInt64)
    case double(Double)
    case string(String)
    case objectPath(ObjectPath)
    case signature(Signature)
    /// Received in a reply; there is no sending one.
    case descriptor(ReceivedDescriptor)
    case array(Signature, [Value])
    case dictionary(key: Signature, value: Signature, [Entry])
    case structure([Value])
    indirect case variant(Value)

    /// One pair of a dictionary. The order of a dictionary is kept as received.
    package struct Entry: Hashable, Sendable {
        package var key: Value
        package var value: Value

        package init(_ key: Value, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// `a{sv}` with the pairs in the order given.
    package static func settings(_ pairs: KeyValuePairs<String, Value>) -> Value {
        .dictionary(key: .string, value: .variant, pairs.map { Entry(.string($0.key), .variant($0.value)) })
    }

    /// What a variant holds, through any number of variants; any other value itself.
    package var unwrapped: Value {
        var value = self
        while case .variant(let inner) = value { value = inner }
        return value
    }
}

extension Signature {
    package static let string = Signature(unchecked: "s")
    package static let variant = Signature(unchecked: "v")
    package static let settings = Signature(unchecked: "a{sv}")
}

extension Value {
    var typeCode: TypeCode {
        switch self {
        case .byte: .byte
        case .boolean: .boolean
        case .int16: .int16
        case .uint16: .uint16
        case .int32: .int32
        case .uint32: .uint32
        case .int64: .int64
        case .uint64: .uint64
        case .double: .double
        case .string: .string
        case .objectPath: .objectPath
        case .signature: .signature
        case .descriptor: .descriptor
        case .array, .dictionary: .array
        case .structure: .structure
        case .variant: .variant
        }
    }

    /// The type in signature notation; not checked against the limits of a signature.
    var typeText: String {
        switch self {
        case .array(let element, _): "a" + element.text
        case .dictionary(let key, let value, _): "a{" + key.text + value.text + "}"
        case .structure(let fields): "(" + fields.map(\.typeText).joined() + ")"
        case .byte, .boolean, .int16, .uint16, .int32, .uint32, .int64, .uint64, .double, .string, .objectPath,
            .signature, .descriptor, .variant:
            typeCode.letter ?? ""
        }
    }

    /// Whether this value is of the one complete type `signature`, as far as the outermost container names it.
    func has(type signature: Signature) -> Bool {
        let bytes = signature.text.utf8
        if bytes.count == 1 { return bytes.first == typeCode.rawValue }
        return typeText == signature.text
    }
}
