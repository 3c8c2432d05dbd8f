import Testing

@testable import ATProtocol

/// Octets that no network should send: each gives a message or a named error.
@Suite struct HostileMessageTests {
    private static let messages = [
        "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37",
        "004404812143000462115231700040" + "0D0A99020102080412340201AABB",
        "0011000B916407281553F80000AA0AE8329BFD4697D9EC37",
        "0019000481214300006211523170004000",
        "0006A50B911346610089F6621152317000406211523180234000",
        "000414D0C4F23C7D760390EF7619000062115231700040" + "02C834",
    ]

    @Test(arguments: messages) func everyTruncationIsAnError(hexadecimal: String) throws {
        let octets = try #require(Hexadecimal.decode(Array(hexadecimal.utf8)))
        _ = try ShortMessage(octets: octets)
        for count in 0..<octets.count {
            #expect(throws: PDUError.self, "\(count) octets") { try ShortMessage(octets: Array(octets.prefix(count))) }
        }
    }

    @Test(arguments: messages) func everyOctetMayBeAnother(hexadecimal: String) throws {
        let octets = try #require(Hexadecimal.decode(Array(hexadecimal.utf8)))
        for place in octets.indices {
            for value in UInt8.min...UInt8.max {
                var changed = octets
                changed[place] = value
                _ = try? ShortMessage(octets: changed)
                _ = try? ShortMessage(octets: changed, length: octets.count - Int(octets[0]) - 1)
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func noise(seed: UInt64) {
        var numbers = Numbers(state: seed)
        for _ in 0..<20_000 {
            var octets = numbers.octets(Int.random(in: 0...180, using: &numbers))
            if !octets.isEmpty { octets[0] = 0 }
            let length = Bool.random(using: &numbers) ? Int.random(in: 0...200, using: &numbers) : nil
            guard let message = try? ShortMessage(octets: octets, length: length) else { continue }
            if case .submit(let submit) = message { _ = submit.pdu }
        }
    }

    @Test func errorsHaveNames() {
        let whole = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"
        #expect(throws: PDUError.truncated) { try message("") }
        #expect(throws: PDUError.truncated) { try message("", length: 0) }
        #expect(throws: PDUError.trailingBytes) { try message(whole + "00") }
        #expect(throws: PDUError.contradictoryLength) { try message(whole, length: 200) }
        #expect(throws: PDUError.contradictoryLength) { try message(whole, length: 5) }
        #expect(throws: PDUError.invalidAddress) { try message("0D" + whole) }
        #expect(throws: PDUError.invalidAddress) { try message("000415" + whole) }
        #expect(throws: PDUError.oversized) { try message(String(repeating: "00", count: 257)) }
        #expect(throws: PDUError.invalidUserData) {
            try message("0004048121430000 62115231700040 A1".filter { $0 != " " })
        }
        #expect(throws: PDUError.invalidUserData) {
            try message("0004048121430004 62115231700040 8D".filter { $0 != " " })
        }
        #expect(throws: PDUError.invalidUserData) {
            try message("0044048121430004 62115231700040 020200".filter { $0 != " " })
        }
        // A header of seven octets in seven septets.
        #expect(throws: PDUError.invalidUserData) {
            try message("0044048121430000 62115231700040 07 06 050004010203 00".filter { $0 != " " })
        }
    }

    @Test(arguments: ["0", "0G", "é0", "00 "]) func noHexadecimal(text: String) {
        #expect(Hexadecimal.decode(Array(text.utf8)) == nil)
    }

    @Test func headersOfAnyOctets() {
        var numbers = Numbers(state: 9)
        for _ in 0..<50_000 { _ = UserDataHeader(numbers.octets(Int.random(in: 0...20, using: &numbers))[...]) }
        for octets: [UInt8] in [[0], [0, 3], [0, 3, 1, 2], [8, 255], [0, 0], [0, 3, 1, 0, 0], [0, 3, 1, 2, 3]] {
            #expect(UserDataHeader(octets[...]).part == nil, "\(octets)")
        }
    }

    @Test(arguments: [11, 12, 13] as [UInt64]) func textsComeBackAsTheyWere(seed: UInt64) throws {
        let letters = Array("abcXYZ 019@£€[]{}\\~|^\nÄöñΔΩ")
        let others = Array("Жщ😀ΑاאあçŞ\u{301}\u{fffd}")
        var numbers = Numbers(state: seed)
        let recipient = try ShortMessageAddress(number: "+491701234567")
        for round in 0..<400 {
            let alphabet = round.isMultiple(of: 2) ? letters : letters + others
            let text = String(
                (0..<Int.random(in: 0...500, using: &numbers)).compactMap { _ in
                    alphabet.randomElement(using: &numbers)
                })
            let parts = try ShortMessageSubmit.parts(of: text, to: recipient, reference: UInt8(round % 256))
            let read = try parts.map { try sent($0.pdu) }
            #expect(read == parts)
            let joined = read.map { if case .text(let text) = $0.content { text } else { "" } }.joined()
            #expect(joined.unicodeScalars.elementsEqual(text.unicodeScalars))
        }
    }
}
