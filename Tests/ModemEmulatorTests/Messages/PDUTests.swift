import Testing

@testable import ModemEmulator

@Suite struct GSMTextTests {
    @Test(arguments: [
        ("hellohello", "E8329BFD4697D9EC37"), ("*100#", "AA180C3602"), ("", ""), ("@", "00"), ("€", "9B32"),
    ])
    func eightLettersFillSevenBytes(text: String, hex: String) throws {
        let septets = try #require(GSMText.septets(text))
        #expect(Hex.text(GSMText.packed(septets)) == hex)
        #expect(GSMText.text(GSMText.unpacked(try #require(Hex.bytes(hex)), count: septets.count)) == text)
    }

    @Test(arguments: 0...7) func whatIsPackedIsUnpacked(fill: Int) {
        let septets = Array(UInt8(0)...127)
        #expect(GSMText.unpacked(GSMText.packed(septets, fill: fill), count: 128, fill: fill) == septets)
    }

    @Test func lettersOfOtherAlphabetsAreNone() {
        #expect(GSMText.septets("Баланс") == nil)
        #expect(GSMText.septets("\u{1B}") == nil)
        #expect(GSMText.text([0x1B, 0x65, 0x1B, 0x41, 0x1B]) == "€A")
    }

    @Test func moreIsNeverUnpackedThanThereIs() {
        #expect(GSMText.unpacked([], count: 5).isEmpty)
        #expect(GSMText.unpacked([0xFF], count: 5, fill: 7).isEmpty)
    }
}

@Suite struct PDUAddressTests {
    @Test(arguments: [
        ("+31641600986", "0B911346610089F6"), ("12345", "05812143F5"), ("*100#", "05811A00FB"),
        ("Telekom", "0DD0D432BBBC7EB701"),
    ])
    func numbersAndNamesAreWrittenAndRead(address: String, hex: String) {
        #expect(Hex.text(PDUAddress.bytes(address)) == hex)
        var rest = PDUAddress.bytes(address)[...]
        #expect(PDUAddress.take(&rest) == address)
        #expect(rest.isEmpty)
    }

    @Test func aNumberCutShortIsNone() {
        var rest: ArraySlice<UInt8> = [0x0B, 0x91, 0x13]
        #expect(PDUAddress.take(&rest) == nil)
    }

    @Test(arguments: [
        ("26/11/25,07:30:00+04", "62115270030040"), ("26/11/25,07:30:00-06", "62115270030068"), ("26/11/25", nil),
    ])
    func timesHaveTheirZones(clock: String, hex: String?) {
        #expect(PDUTime.bytes(clock).map { Hex.text($0) } == hex)
    }
}

@Suite struct DeliveredMessageTests {
    private static let centre = "+31624000000"
    private static let now = "26/11/25,07:30:00+04"

    private func pdus(_ message: DeliveredMessage) -> [String] {
        message.pdus(serviceCentre: Self.centre, now: Self.now).map { Hex.text($0) }
    }

    @Test func aShortOneIsTheExampleEverybodyShows() {
        var message = DeliveredMessage(sender: "+31641600986", content: .text("How are you?"))
        message.time = "02/08/26,19:37:41+80"
        #expect(pdus(message) == ["07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"])
    }

    @Test(arguments: [
        (0, false, "10"), (nil, true, "08"), (2, true, "1A"), (nil, false, "00"),
    ])
    func theCodingSaysClassAndAlphabet(messageClass: Int?, wide: Bool, coding: String) {
        var message = DeliveredMessage(sender: "12345", content: .text("x"))
        message.messageClass = messageClass.map { UInt8($0) }
        message.wantsUCS2 = wide
        #expect(pdus(message)[0].hasPrefix("07911326040000F00405812143F500\(coding)"))
    }

    @Test(arguments: [(160, [160]), (161, [153, 8]), (306, [153, 153])])
    func longOnesComeInParts(length: Int, lengths: [Int]) {
        var message = DeliveredMessage(sender: "12345", content: .text(String(repeating: "a", count: length)))
        message.reference = 0x77
        let parts = pdus(message)
        #expect(parts.count == lengths.count)
        guard lengths.count > 1 else { return }
        for (index, part) in parts.enumerated() {
            // The header is seven septets long.
            let head = "4405812143F5000062115270030040" + ATInterpreter.hexadecimal(lengths[index] + 7, width: 2)
            #expect(part.hasPrefix("07911326040000F0\(head)05000377020\(index + 1)"))
        }
    }

    @Test func partsComeInTheOrderAskedFor() {
        var message = DeliveredMessage(sender: "1", content: .text(String(repeating: "ж", count: 150)))
        let all = pdus(message)
        message.order = [3, 9, 1]
        #expect(pdus(message) == [all[2], all[0]])
    }

    @Test func aCharacterIsNotTornApart() {
        let message = DeliveredMessage(sender: "1", content: .text(String(repeating: "😀", count: 36)))
        // 33 of four bytes fit behind a header of six; in front are the centre, the head, the time and the length.
        #expect(pdus(message).map { $0.utf8.count / 2 } == [22 + 6 + 132, 22 + 6 + 12])
    }

    @Test func dataHasItsPorts() {
        var message = DeliveredMessage(sender: "12345", content: .data([1, 2, 3]))
        message.ports = .init(destination: 2948, source: 9200)
        #expect(pdus(message)[0].hasSuffix("0004621152700300400A0605040B8423F0010203"))
    }
}

@Suite struct SubmittedMessageTests {
    private func message(_ hex: String) -> SubmittedMessage? { Hex.bytes(hex).flatMap { SubmittedMessage($0) } }

    @Test func theExampleEverybodyShowsIsRead() {
        let message = message("11000B916407281553F80000AA0AE8329BFD4697D9EC37")
        #expect(message?.number == "+46708251358")
        #expect(message?.text == "hellohello")
        #expect(message?.wantsReport == false)
        #expect(message?.part == nil)
    }

    @Test func partsAreToldApart() {
        let eight = message("61000B916407281553F800080805000377020200416")
        #expect(eight == nil)
        let wide = message("61000B916407281553F80008080500037702020041")
        #expect(wide?.text == "A")
        #expect(wide?.wantsReport == true)
        #expect(wide?.part == .init(reference: 0x77, count: 2, number: 2))
        #expect(
            message("41000B916407281553F80004080608040102030100")?.part == .init(reference: 0x102, count: 3, number: 1))
    }

    @Test(arguments: [
        "", "11", "0000", "11000B916407281553F80000AA0AE8329BFD4697D9EC",
        "11000B916407281553F80000AA0AE8329BFD4697D9EC3700",
        "51000B916407281553F80000AA0AE8329BFD4697D9EC37", "12000B916407281553F80000AA0AE8329BFD4697D9EC37",
    ])
    func whatIsNotWholeIsNone(hex: String) {
        #expect(message(hex) == nil)
    }

    @Test func anyBytesAreSurvived() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &generator)
            _ = SubmittedMessage((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }
}
