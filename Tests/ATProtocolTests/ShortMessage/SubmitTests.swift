import Testing

@testable import ATProtocol

@Suite struct SubmitTests {
    private let recipient = ShortMessageAddress(kind: .international, text: "+46708251358")

    private func parts(of text: String) throws -> [ShortMessageSubmit] {
        try ShortMessageSubmit.parts(of: text, to: recipient, reference: 0x42)
    }

    private func texts(_ parts: [ShortMessageSubmit]) -> [String] {
        parts.map { if case .text(let text) = $0.content { text } else { "" } }
    }

    @Test func aMessageThatIsInEveryIntroduction() throws {
        let stored = try sent("0011000B916407281553F80000AA0AE8329BFD4697D9EC37")
        #expect(stored.recipient == recipient)
        #expect(stored.content == .text("hellohello"))
        #expect(stored.validity == .relative(minutes: 4 * 24 * 60))
        var made = try #require(try parts(of: "hellohello").first)
        made.validity = .atLeast(.seconds(4 * 86_400))
        #expect(made.pdu == "0011000B916407281553F80000AA0AE8329BFD4697D9EC37")
        #expect(made.length == 23)
    }

    @Test func everythingAtOnce() throws {
        let made = try ShortMessageSubmit.parts(
            of: "Ж", to: ShortMessageAddress(number: "22122"), wantsReport: true, messageClass: .flash,
            validity: .seconds(1), reference: 1)
        #expect(made.map(\.pdu) == ["0031" + "00" + "05812221F2" + "0018" + "00" + "020416"])
        #expect(try made.map { try sent($0.pdu) } == made)
    }

    @Test(arguments: [
        (160, 1), (161, 2), (306, 2), (307, 3), (1530, 10),
    ])
    func lettersOfTheAlphabet(count: Int, expected: Int) throws {
        let parts = try parts(of: String(repeating: "x", count: count))
        #expect(parts.count == expected)
        #expect(parts.allSatisfy { $0.alphabet == .gsm && $0.octets.count <= 164 })
        #expect(texts(parts).joined().count == count)
    }

    @Test(arguments: [(70, 1), (71, 2), (134, 2), (135, 3), (670, 10)])
    func otherLetters(count: Int, expected: Int) throws {
        let parts = try parts(of: String(repeating: "Ж", count: count))
        #expect(parts.count == expected)
        #expect(parts.allSatisfy { $0.alphabet == .ucs2 })
    }

    @Test func partsHaveTheirPlaces() throws {
        let parts = try parts(of: String(repeating: "x", count: 400))
        #expect(parts.map(\.part) == (1...3).map { MessagePart(reference: 0x42, count: 3, number: $0) })
        #expect(try self.parts(of: "x").map(\.part) == [nil])
    }

    @Test func moreThanTenPartsAreRefused() throws {
        #expect(throws: SubmitError.tooLong(parts: 11)) { try parts(of: String(repeating: "x", count: 1531)) }
        #expect(throws: SubmitError.tooLong(parts: 11)) { try parts(of: String(repeating: "Ж", count: 671)) }
    }

    @Test func anEscapeIsNotCutFromItsCharacter() throws {
        for count in 150...156 {
            let text = String(repeating: "x", count: count) + String(repeating: "€", count: 20)
            let parts = try parts(of: text)
            #expect(texts(parts).joined() == text)
            for part in parts {
                #expect(try sent(part.pdu) == part)
                #expect(GSMAlphabet.encode(texts([part]).joined())?.count ?? 0 <= 153)
            }
        }
    }

    @Test func aPairOfSurrogatesIsNotCut() throws {
        for count in 60...70 {
            let text = String(repeating: "Ж", count: count) + String(repeating: "😀", count: 20)
            let parts = try parts(of: text)
            #expect(texts(parts).joined() == text)
            #expect(try parts.map { try sent($0.pdu) } == parts)
            #expect(!texts(parts).joined().unicodeScalars.contains("\u{fffd}"))
        }
    }

    @Test func anEmptyTextIsAMessage() throws {
        #expect(try parts(of: "").map(\.pdu) == ["0001000B916407281553F8000000"])
    }

    @Test(arguments: ["", "+", "12a", "+12*", "1 2", "1-2", "١", "+123456789012345678901", "123456789012345678901"])
    func noNumber(text: String) {
        #expect(throws: SubmitError.invalidNumber) { try ShortMessageAddress(number: text) }
    }

    @Test(arguments: ["+491701234567", "22122", "*100#", "12345678901234567890", "1"])
    func numbers(text: String) throws {
        let address = try ShortMessageAddress(number: text)
        var reader = OctetReader(address.octets[...])
        #expect(try ShortMessageAddress(subscriber: &reader) == address)
        #expect(reader.rest.isEmpty)
    }

    @Test func validities() throws {
        for octet in UInt8.min...UInt8.max {
            var reader = OctetReader([octet])
            guard case .relative(let minutes) = try ValidityPeriod(&reader, format: 0x10) else {
                Issue.record("no period")
                return
            }
            let period = ValidityPeriod.relative(minutes: minutes)
            #expect(ValidityPeriod.atLeast(.seconds(minutes * 60)) == period)
            // Some periods can be said in two ways.
            var again = OctetReader(period.octets[...])
            #expect(try ValidityPeriod(&again, format: 0x10) == period)
        }
        #expect(ValidityPeriod.atLeast(.seconds(301)) == .relative(minutes: 10))
        #expect(ValidityPeriod.atLeast(.seconds(-1)) == .relative(minutes: 5))
        #expect(ValidityPeriod.atLeast(.seconds(Int64.max)) == .relative(minutes: 63 * 7 * 24 * 60))
    }

    @Test func otherFormsOfValidity() throws {
        let absolute = try sent("0019000481214300006211523170004000")
        guard case .absolute(let time?) = absolute.validity else {
            Issue.record("no time")
            return
        }
        #expect(time.text == "2026-11-25T13:07:00+01:00")
        #expect(absolute.pdu == "0019000481214300006211523170004000")
        let enhanced = try sent("000900048121430000010203040506070" + "0")
        #expect(enhanced.validity == .enhanced([1, 2, 3, 4, 5, 6, 7]))
        #expect(enhanced.octets.count == 16)
    }
}
