import Testing

@testable import ATProtocol

/// Messages as they came from networks, and some put together after the standard.
@Suite struct ReceivedMessageTests {
    @Test func aMessageThatIsInEveryIntroduction() throws {
        let deliver = try received("07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37")
        #expect(deliver.serviceCentre?.text == "+27381000015")
        #expect(deliver.sender == ShortMessageAddress(kind: .subscriber, text: "27838890001"))
        #expect(deliver.time?.text == "1999-03-29T15:16:59+02:00")
        #expect(deliver.time?.unixSeconds == 922_713_419)
        #expect(deliver.content == .text("hellohello"))
        #expect(deliver.messageClass == nil && deliver.part == nil && deliver.ports == nil)
    }

    @Test(arguments: [
        (
            "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07", "+31641600986",
            "How are you?"
        ),
        // An alphanumeric sender of eleven characters, in 20 semi-octets.
        ("0004 14D0C4F23C7D760390EF7619 0000 62115231700040 02 C834", "Design@Home", "Hi"),
        // UCS-2 with a pair of surrogates, flash.
        ("0004 0481 2143 0018 62115231700040 08 0041 20AC D83D DE00", "1234", "A€😀"),
        // UCS-2 with half a pair and half a character.
        ("0004 0481 2143 0008 62115231700040 05 D83D 0041 00", "1234", "\u{fffd}A"),
        // Coding groups that are reserved, or of a mailbox.
        ("0004 0481 2143 0080 62115231700040 02 C834", "1234", "Hi"),
        ("0004 0481 2143 00C8 62115231700040 02 C834", "1234", "Hi"),
        ("0004 0481 2143 00E0 62115231700040 04 00480069", "1234", "Hi"),
        ("0004 0481 2143 000C 62115231700040 02 C834", "1234", "Hi"),
    ])
    func senderAndText(hexadecimal: String, sender: String, text: String) throws {
        let deliver = try received(hexadecimal.filter { $0 != " " })
        #expect(deliver.sender.text == sender)
        #expect(deliver.content == .text(text))
    }

    @Test func aPartWithItsPlace() throws {
        // Concatenation with 8 bits, an element nobody knows, and text behind the filling.
        let short = try received("004404812143000062115231700040 0C 050003A50302 906536FB0D".filter { $0 != " " })
        #expect(short.part == MessagePart(reference: 0xa5, count: 3, number: 2))
        #expect(short.content == .text("Hello"))
        let wide = try received(
            "0044048121430004621152317000400C 0B 99020102 080412340201 00".filter { $0 != " " })
        #expect(wide.part == nil, "the header does not end where its last element ends")
        let right = try received("0044048121430004621152317000400D 0A 99020102 080412340201 AABB".filter { $0 != " " })
        #expect(right.part == MessagePart(reference: 0x1234, isWide: true, count: 2, number: 1))
        #expect(right.content == .data([0xaa, 0xbb]))
    }

    @Test func textBehindAHeaderBeginsAtAWholeSeptet() throws {
        let first = try sent("0041000481214300000C050003A50201906536FB0D")
        #expect(first.content == .text("Hello"))
    }

    @Test func aPushForAProgramIsDataWithPorts() throws {
        let push = try received("0044048121430004621152317000400A 06 05040B8423F0 010203".filter { $0 != " " })
        #expect(push.ports == ApplicationPorts(destination: 2948, source: 9200))
        #expect(push.content == .data([1, 2, 3]))
        let old = try received("00440481214300046211523170004006 04 0402E2E1 07".filter { $0 != " " })
        #expect(old.ports == ApplicationPorts(destination: 226, source: 225))
    }

    @Test(
        arguments: [
            (0x00, nil), (0x10, .flash), (0x11, .equipment), (0x12, .sim), (0x13, .terminal), (0xf0, .flash),
            (0xf6, .sim),
            (0x18, .flash), (0x50, .flash), (0xc0, nil), (0x03, nil),
        ] as [(UInt8, MessageClass?)])
    func classes(coding: UInt8, expected: MessageClass?) throws {
        let octet = Hexadecimal.encode([coding])
        #expect(
            try received("000404812143 00 \(octet) 62115231700040 00".filter { $0 != " " }).messageClass == expected)
    }

    @Test func aCompressedMessageIsData() throws {
        let compressed = try received("000404812143002062115231700040 03 010203".filter { $0 != " " })
        #expect(compressed.content == .data([1, 2, 3]))
    }

    @Test(arguments: [
        ("62115231700040", "2026-11-25T13:07:00+01:00"), ("6211523170004A", "2026-11-25T13:07:00-06:00"),
        ("62115231700000", "2026-11-25T13:07:00+00:00"), ("00209200000000", "2000-02-29T00:00:00+00:00"),
        ("62115231700065", "2026-11-25T13:07:00+14:00"), ("621152317000FF", nil),
        ("62315231700040", nil), ("62111331700040", nil), ("62115242700040", nil), ("F2115231700040", nil),
        ("00000000000000", nil),
    ])
    func times(octets: String, expected: String?) throws {
        let time = try received("00040481214300 00 \(octets) 00".filter { $0 != " " }).time
        #expect(time?.text == expected)
        if let time { #expect(Hexadecimal.encode(time.octets) == octets) }
    }

    @Test func digitsAboveNine() throws {
        #expect(try received("0004 0681 A1B2D3 0000 62115231700040 00".filter { $0 != " " }).sender.text == "1*2#3b")
        #expect(try received("0004 0681 21F34F 0000 62115231700040 00".filter { $0 != " " }).sender.text == "123")
        #expect(try received("0004 0081 0000 62115231700040 00".filter { $0 != " " }).sender.text == "")
    }

    @Test func theServiceCentreMayBeMissing() throws {
        let bare = "040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"
        let whole = "07917283010010F5" + bare
        #expect(try received(bare, length: bare.utf8.count / 2).serviceCentre == nil)
        #expect(try received(whole, length: bare.utf8.count / 2).serviceCentre?.text == "+27381000015")
        #expect(try received("00" + bare, length: bare.utf8.count / 2).content == .text("hellohello"))
        // What a SIM fills up a record with.
        #expect(try received(whole + "FFFFFF").content == .text("hellohello"))
        #expect(try received(whole + "FFFFFF", length: bare.utf8.count / 2).content == .text("hellohello"))
    }

    @Test func aReservedTypeIsReadLikeADelivery() throws {
        #expect(try received("000704812143000062115231700040 02 C834".filter { $0 != " " }).content == .text("Hi"))
    }
}
