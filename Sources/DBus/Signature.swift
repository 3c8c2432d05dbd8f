/// A sequence of complete types, such as `a{sv}` or `su`; may be empty.
package struct Signature: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for anything the D-Bus specification does not allow: at most 255 bytes, 32 arrays and 32 structures deep.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        var parser = SignatureParser(text.utf8)
        guard parser.parseAll() else { return nil }
        self.text = text
    }

    /// For text put together from valid parts.
    init(unchecked text: String) { self.text = text }

    package var description: String { text }

    /// Exactly one complete type: what an array element, a variant or an argument has.
    package var isSingle: Bool {
        var parser = SignatureParser(text.utf8)
        return parser.parseOne() && parser.isAtEnd
    }

    static let maximumLength = 255
    static let maximumNesting = 32
}

/// Walks a signature one complete type at a time.
struct SignatureParser {
    private let bytes: String.UTF8View
    private(set) var position: String.UTF8View.Index
    private var arrays = 0
    private var structures = 0

    init(_ bytes: String.UTF8View) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func parseAll() -> Bool {
        while !isAtEnd { if !parseOne() { return false } }
        return true
    }

    /// Moves past one complete type; false if there is none.
    mutating func parseOne() -> Bool {
        guard let byte = next() else { return false }
        switch byte {
        case UInt8(ascii: "a"): return parseArray()
        case UInt8(ascii: "("): return parseStructure()
        case TypeCode.variant.rawValue: return true
        default: return TypeCode(rawValue: byte)?.isBasic ?? false
        }
    }

    private mutating func parseArray() -> Bool {
        arrays += 1
        defer { arrays -= 1 }
        guard arrays <= Signature.maximumNesting else { return false }
        guard peek() == UInt8(ascii: "{") else { return parseOne() }
        _ = next()
        // A dictionary entry counts as a structure in libdbus.
        structures += 1
        defer { structures -= 1 }
        guard structures <= Signature.maximumNesting else { return false }
        guard let key = next(), TypeCode(rawValue: key)?.isBasic == true, parseOne() else { return false }
        return next() == UInt8(ascii: "}")
    }

    private mutating func parseStructure() -> Bool {
        structures += 1
        defer { structures -= 1 }
        guard structures <= Signature.maximumNesting, parseOne() else { return false }
        while peek() != UInt8(ascii: ")") { if !parseOne() { return false } }
        _ = next()
        return true
    }

    private func peek() -> UInt8? { isAtEnd ? nil : bytes[position] }

    private mutating func next() -> UInt8? {
        guard !isAtEnd else { return nil }
        defer { position = bytes.index(after: position) }
        return bytes[position]
    }
}
