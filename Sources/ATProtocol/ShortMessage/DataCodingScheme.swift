/// How the characters of a message are coded.
package enum MessageAlphabet: Hashable, Sendable, CaseIterable {
    /// 7 bits a character.
    case gsm
    case data
    case ucs2
}

/// The data coding scheme of a short message (3GPP TS 23.038, 4).
struct DataCodingScheme: Equatable {
    let alphabet: MessageAlphabet
    let isCompressed: Bool
    let messageClass: MessageClass?

    /// What is reserved is the GSM alphabet.
    init(_ octet: UInt8) {
        switch octet >> 4 {
        case 0...7:
            isCompressed = octet & 0x20 != 0
            messageClass = octet & 0x10 != 0 ? MessageClass(rawValue: octet & 3) : nil
            alphabet = [.gsm, .data, .ucs2, .gsm][Int(octet >> 2 & 3)]
        case 0xe:
            // A mailbox has messages.
            isCompressed = false
            messageClass = nil
            alphabet = .ucs2
        case 0xf:
            isCompressed = false
            messageClass = MessageClass(rawValue: octet & 3)
            alphabet = octet & 4 != 0 ? .data : .gsm
        default:
            isCompressed = false
            messageClass = nil
            alphabet = .gsm
        }
    }

    static func octet(_ alphabet: MessageAlphabet, _ messageClass: MessageClass?) -> UInt8 {
        let coding: UInt8 =
            switch alphabet {
            case .gsm: 0
            case .data: 4
            case .ucs2: 8
            }
        return messageClass.map { 0x10 | coding | $0.rawValue } ?? coding
    }
}
