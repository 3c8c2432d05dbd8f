import Testing

@testable import DBus

/// Values go into a libdbus message and come out of it again, without a bus.
struct ValueTests {
    static let samples: [Value] = [
        .byte(255), .boolean(true), .boolean(false), .int16(.min), .uint16(.max), .int32(.min), .uint32(.max),
        .int64(.min), .uint64(.max), .double(-0.125), .string(""), .string("Grüße, 世界 🛰"), .objectPath(.root),
        .signature(.settings), .signature(Signature(unchecked: "")),
        .array(.string, []), .array(.string, [.string("a"), .string("b")]),
        .array(Signature(unchecked: "(ss)"), [.structure([.string("ttyUSB0"), .string("at")])]),
        .array(Signature(unchecked: "(ss)"), []), .array(Signature(unchecked: "y"), [.byte(0), .byte(1)]),
        .array(Signature(unchecked: "as"), [.array(.string, []), .array(.string, [.string("x")])]),
        .array(.settings, [.settings(["code": .string("26201"), "forbidden": .boolean(false)])]),
        .settings([:]), .settings(["apn": .string("internet"), "metric": .uint32(700)]),
        .dictionary(
            key: Signature(unchecked: "u"), value: Signature(unchecked: "as"), [.init(.uint32(7), .array(.string, []))]),
        .structure([.byte(1), .structure([.double(2), .variant(.string("deep"))])]),
        .variant(.variant(.variant(.uint16(9)))), .variant(.array(Signature(unchecked: "o"), [.objectPath(.root)])),
        .variant(.settings(["peer": .settings(["a": .int32(1)])])),
    ]

    @Test(arguments: samples) func eachComesBackAsItWent(value: Value) throws {
        #expect(try roundTrip([value]) == [value])
    }

    @Test func severalKeepTheirOrder() throws { #expect(try roundTrip(Self.samples) == Self.samples) }

    @Test(arguments: [
        Value.structure([]), .variant(.structure([])), .array(Signature(unchecked: "ss"), []),
        .array(.string, [.uint32(1)]), .dictionary(key: .variant, value: .string, []),
        .dictionary(key: .string, value: Signature(unchecked: ""), []),
        .dictionary(key: .string, value: .variant, [.init(.uint32(1), .variant(.byte(1)))]),
        .dictionary(key: .string, value: .variant, [.init(.string("a"), .string("not a variant"))]),
        .variant(.structure(Array(repeating: .byte(0), count: 300))),
        .array(Signature(unchecked: "(su)"), [.structure([.string("a"), .string("b")])]),
    ])
    func whatIsNoTypeIsRefusedBeforeLibdbusSeesIt(value: Value) {
        #expect(throws: BusError.self) { try roundTrip([value]) }
    }

    @Test func nestingIsBounded() throws {
        #expect(throws: BusError.self) { try roundTrip([nested(65)]) }
        #expect(try roundTrip([nested(60)]) == [nested(60)])
    }

    @Test func aLargeRequestIsNotRead() throws {
        let message = try anyMessage()
        try message.append([.array(.string, Array(repeating: .string("0123456789"), count: 10_000))])
        #expect(throws: BusError(name: BusError.Name.limitsExceeded, message: "The message is too large")) {
            try MessageReader.values(of: message, limit: MessageReader.requestLimit)
        }
    }

    @Test func aNULInTextIsReplaced() throws {
        #expect(
            try roundTrip([.string("a\0b, and more than fifteen bytes")]) == [
                .string("a\u{FFFD}b, and more than fifteen bytes")
            ])
        #expect(try roundTrip([.string("\0")]) == [.string("\u{FFFD}")])
    }

    @Test(
        arguments: [
            ([0x41, 0xff, 0x42], "A\u{FFFD}B"), ([0xed, 0xa0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0x5a, 0x00], "Z\u{FFFD}"),
        ] as [([UInt8], String)])
    func bytesOfADeviceBecomeText(bytes: [UInt8], text: String) throws {
        #expect(try roundTrip([.text(repairing: bytes)]) == [.string(text)])
    }

    @Test func anErrorWithAnImpossibleNameStillGoesOut() throws {
        let address = ReplyAddress(sender: ":1.1", serial: 1, isExpected: true)
        let message = try Message.error(BusError(name: "no dots", message: "a\0b"), to: address)
        #expect(message.error == .failed("a\u{FFFD}b"))
    }

    @Test(arguments: ["", "x", "a b", "org..x", "org.x\0", String(repeating: "a.", count: 200) + "b"])
    func aNameThatIsNoneIsRefused(name: String) {
        #expect(throws: BusError.self) {
            _ = try Message.signal(path: .root, interface: name, member: "M").kind
        }
    }

    private func nested(_ depth: Int) -> Value { (0..<depth).reduce(.byte(1)) { inner, _ in .variant(inner) } }

    private func anyMessage() throws -> Message { try .signal(path: .root, interface: "org.example.Test", member: "M") }

    private func roundTrip(_ values: [Value]) throws -> [Value] {
        let message = try anyMessage()
        try message.append(values)
        return try MessageReader.values(of: message, limit: MessageReader.replyLimit)
    }
}

struct BusTypeTests {
    @Test func swiftTypesHaveTheirSignatures() {
        #expect([String: Value].signature.text == "a{sv}")
        #expect([[String: Value]].signature.text == "aa{sv}")
        #expect([Structure<String, String>].signature.text == "a(ss)")
        #expect([ObjectPath: [String: [String: Value]]].signature.text == "a{oa{sa{sv}}}")
        #expect(TypeList<String, UInt32, Bool>.signature.text == "sub")
    }

    @Test func valuesBecomeSwiftTypesAndBack() throws {
        try check(["a": Value.uint32(1), "b": .settings(["c": .boolean(true)])])
        try check([UInt8(1), 2, 3])
        try check([Int16(-1): ["x"]])
        try check(UInt64.max)
        try check(ObjectPath.root)
        let pair = try Structure<String, UInt32>(busValue: Structure("a", 7 as UInt32).busValue)
        #expect(pair.fields.0 == "a" && pair.fields.1 == 7)
    }

    @Test func theWrongTypeIsNamed() {
        let error = BusError.invalidArguments("Expected a value of type 'a{sv}', got 'as'")
        #expect(throws: error) { try [String: Value](busValue: ["x"].busValue) }
        #expect(throws: BusError.invalidArguments("Expected arguments of type 'su', got 's'")) {
            _ = try TypeList<String, UInt32>.decode([.string("a")])
        }
        #expect(throws: BusError.self) { _ = try TypeList<String>.decode([.string("a"), .string("b")]) }
    }

    private func check<T: BusType & Equatable>(_ value: T) throws {
        #expect(value.busValue.has(type: T.signature))
        #expect(try T(busValue: value.busValue) == value)
    }

    @Test func equalDictionariesAreEqualValues() {
        let keys = (0..<50).map { "key\($0)" }
        let forwards = Dictionary(uniqueKeysWithValues: keys.map { ($0, Value.uint32(1)) })
        var backwards: [String: Value] = [:]
        for key in keys.reversed() { backwards[key] = .uint32(1) }
        #expect(forwards.busValue == backwards.busValue)
    }
}
