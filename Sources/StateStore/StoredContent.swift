internal import ModemCore

/// What a message says, as it stands in two columns.
struct StoredContent: Equatable {
    let kind: String
    let text: String

    init(kind: String, text: String) { (self.kind, self.text) = (kind, text) }

    init(_ content: MessageContent) {
        switch content {
        case .text(let text): self.init(kind: "text", text: text)
        case .data(let data): self.init(kind: "data", text: HexadecimalText.text(data))
        }
    }

    var content: MessageContent { kind == "data" ? .data(HexadecimalText.octets(text)) : .text(text) }
}

/// Octets in a column of text.
enum HexadecimalText {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ octets: [UInt8]) -> String {
        String(decoding: octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// What was not written by ``text(_:)`` ends it.
    static func octets(_ text: String) -> [UInt8] {
        var octets: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            guard let value = digits.firstIndex(of: character).map({ UInt8($0) }) else { return octets }
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return octets
    }
}
