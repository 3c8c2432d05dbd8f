/// The data coding scheme of USSD and of cell broadcast (3GPP TS 23.038, 5).
struct BroadcastCoding: Equatable {
    let alphabet: MessageAlphabet
    /// A language stands in front of the text: two letters, and a carriage return where the alphabet is of 7 bits.
    let namesLanguage: Bool

    /// What is reserved is the GSM alphabet.
    init(_ octet: UInt8) {
        namesLanguage = octet == 0x10 || octet == 0x11
        switch octet >> 4 {
        case 0x1: alphabet = octet == 0x11 ? .ucs2 : .gsm
        // Compressed ones nobody sends.
        case 0x4...0x7, 0x9: alphabet = [.gsm, .data, .ucs2, .gsm][Int(octet >> 2 & 3)]
        case 0xf: alphabet = octet & 4 != 0 ? .data : .gsm
        default: alphabet = .gsm
        }
    }
}
