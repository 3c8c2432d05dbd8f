import DBus

/// A JSON text (RFC 8259), on one line.
enum JSON: Equatable {
    case null
    case boolean(Bool)
    /// As it is to be written.
    case number(String)
    case string(String)
    case array([JSON])
    /// In this order.
    case object([(name: String, value: JSON)])

    static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    static func real(_ value: Double) -> JSON { value.isFinite ? .number(value.description) : .null }

    static func == (left: JSON, right: JSON) -> Bool { left.text == right.text }

    var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    /// Beyond what JSON demands, everything is escaped that a terminal would act on.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where EscapedText.isUnsafe(scalar):
                quoted += "\\u" + EscapedText.hexadecimal(scalar.value, digits: 4)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

// MARK: From D-Bus

extension JSON {
    init(_ value: Value) {
        switch value.unwrapped {
        case .byte(let number): self = .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        case .int16(let number): self = .integer(number)
        case .uint16(let number): self = .integer(number)
        case .int32(let number): self = .integer(number)
        case .uint32(let number): self = .integer(number)
        case .int64(let number): self = .integer(number)
        case .uint64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .string(text)
        case .objectPath(let path): self = .string(path.text)
        case .signature(let signature): self = .string(signature.text)
        case .descriptor: self = .null
        case .array(_, let items): self = .array(items.map { JSON($0) })
        case .structure(let fields): self = .array(fields.map { JSON($0) })
        case .dictionary(_, _, let entries):
            self = .object(entries.map { (Self.name($0.key), JSON($0.value)) }.sorted { $0.name < $1.name })
        case .variant: self = .null
        }
    }

    init(_ settings: [String: Value]) {
        self = .object(settings.map { ($0.key, JSON($0.value)) }.sorted { $0.name < $1.name })
    }

    /// A key that is a number is written as text.
    private static func name(_ key: Value) -> String {
        let key = JSON(key)
        if case .string(let text) = key { return text }
        return key.text
    }
}
