import Testing

@testable import ATProtocol

@Suite struct UnstructuredTests {
    private func report(_ value: String, _ set: CharacterSet = .gsm) -> UnstructuredReport? {
        UnstructuredReport(Array(value.utf8)[...], characterSet: set)
    }

    private func wire(_ text: String, _ form: UnstructuredForm) throws -> String {
        String(decoding: try AT.UnstructuredRequest(text, form: form).command.line, as: UTF8.self)
    }

    // MARK: Asking

    @Test func threeForms() throws {
        #expect(try wire("*100#", .plain) == "AT+CUSD=1,\"*100#\",15")
        #expect(try wire("*100#", .packed) == "AT+CUSD=1,\"AA180C3602\",15")
        #expect(try wire("*100#", .ucs2) == "AT+CUSD=1,\"002A0031003000300023\",15")
        #expect(String(decoding: AT.UnstructuredCancel().command.line, as: UTF8.self) == "AT+CUSD=2")
        #expect(String(decoding: AT.UnstructuredReporting().command.line, as: UTF8.self) == "AT+CUSD=1")
    }

    @Test func aCodeIsNotLogged() throws {
        #expect(try AT.UnstructuredRequest("*104*1234567890#").command.logText == "AT+CUSD=1,••••,15")
    }

    @Test(arguments: ["", "Ж", "a\"b", "a\\b", "a\rb", "a\nb", "@", "$", "_", "é", String(repeating: "1", count: 183)])
    func whatCannotBeSaidPlainly(text: String) {
        #expect(throws: ATSyntaxError.self) { try AT.UnstructuredRequest(text) }
    }

    @Test func packedAnythingOfTheAlphabetCanBeSaid() throws {
        #expect(try wire("@\"\r", .packed).hasPrefix("AT+CUSD=1,\""))
        #expect(throws: ATSyntaxError.self) { try AT.UnstructuredRequest("Ж", form: .packed) }
        #expect(throws: ATSyntaxError.self) { try AT.UnstructuredRequest("", form: .ucs2) }
    }

    @Test func theLastSeptetIsNoCommercialAt() {
        for count in 0...40 {
            for last in [[], [0x0d], [0x00]] as [[UInt8]] {
                let septets = [UInt8](repeating: 0x31, count: count) + last
                let unpacked = UnstructuredPacking.unpack(UnstructuredPacking.pack(septets))
                // One septet too many of those that fill up an octet is a return that phones show as one.
                #expect(unpacked.starts(with: septets) && unpacked.count <= septets.count + 1)
            }
        }
    }

    // MARK: Answers

    @Test(
        arguments: [
            ("0,\"Balance: 5.00\",15", .done, "Balance: 5.00"), ("1,\"1. Top up\",15", .answerWanted, "1. Top up"),
            ("2", .terminated, nil), ("2,\"Bye\",15", .terminated, "Bye"), ("3", .answeredElsewhere, nil),
            ("4", .notSupported, nil),
            ("5", .networkTimeout, nil), ("0,\"\u{2}5 \u{1b}e\",15", .done, "$5 €"), ("0,\"a\"", .done, "a"),
            ("0,00480069,72", .done, "Hi"), ("0,\"00480069D83DDE00\",72", .done, "Hi😀"),
            ("0,\"d83d\",72", .done, "\u{fffd}"),
            ("0,\"656e00480069\",17", .done, "Hi"), ("0,\"4869\",68", .done, "Hi"), ("0,\"48E9\",244", .done, "Hé"),
            // Packed, and what only looks like it.
            ("0,\"C8329BFD065DDF72363904\",15", .done, "Hello World!"),
            ("0,\"c8329bfd065ddf72363904\",0", .done, "Hello World!"),
            ("0,\"20261125\",15", .done, "20261125"), ("0,\"DEADBEEF\",15", .done, "DEADBEEF"),
            ("0,\"A1\",15", .done, "A1"),
            ("0,\"5\" disks\",15", .done, "5\" disks"), ("0,\"unclosed", .done, "unclosed"),
            ("0,\"en\rHi\",16", .done, "Hi"),
            ("0,\"Größe\",15", .done, "Größe"), ("0,\"a\r\nb\rc\n\",15", .done, "a\nb\nc\n"), ("0,,", .done, nil),
        ] as [(String, UnstructuredReport.Outcome, String?)])
    func whatTheNetworkSays(value: String, outcome: UnstructuredReport.Outcome, text: String?) {
        #expect(report(value) == UnstructuredReport(outcome: outcome, text: text))
    }

    @Test func otherCharacterSets() {
        #expect(report("0,\"$5 @home\",15", .ira)?.text == "$5 @home")
        #expect(report("0,\"00480069\",15", .ucs2)?.text == "Hi")
        #expect(report("0,\"Hi\",15", .ucs2)?.text == "Hi")
    }

    @Test(arguments: ["", "6", "-1", "x,\"a\",15", ",\"a\",15", "99999999999"]) func noReport(value: String) {
        #expect(report(value) == nil)
    }

    @Test(arguments: [1, 2] as [UInt64]) func noise(seed: UInt64) {
        var numbers = Numbers(state: seed)
        let words = ["0,", "\"", ",15", ",72", ",17", "1,\"", "00480069", "C8329BFD06", "\u{1b}"].map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...6, using: &numbers) {
                bytes += words.randomElement(using: &numbers) ?? []
                bytes += numbers.octets(Int.random(in: 0...4, using: &numbers))
            }
            for set in CharacterSet.allCases { _ = UnstructuredReport(bytes[...], characterSet: set) }
        }
    }
}
