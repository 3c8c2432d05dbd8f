// Compiled by scripts/fuzz into one module with Sources/ATProtocol: hence no import of it.

/// What the fuzzer does with its bytes. Each must come to an end without a trap, whatever they are; some also promise something.
enum FuzzTarget: String, CaseIterable {
    /// A conversation; where it is cut into reads makes no difference.
    case lines
    case unsolicited
    case deliver
    case submit
    case statusReport = "status-report"
    case header
    case septets
    case ucs2
    case ussd

    func take(_ bytes: [UInt8]) {
        switch self {
        case .lines: Self.cutEverywhere(bytes)
        case .unsolicited: Self.readUnsolicited(bytes)
        case .deliver: Self.readMessage(bytes, type: 0)
        case .submit: Self.readMessage(bytes, type: 1)
        case .statusReport: Self.readMessage(bytes, type: 2)
        case .header: Self.readHeader(bytes)
        case .septets: Self.readSeptets(bytes)
        case .ucs2: Self.readUCS2(bytes)
        case .ussd: Self.readReport(bytes)
        }
    }

    private static func promise(_ isKept: Bool, _ words: StaticString) {
        // The fuzzer keeps the bytes of whoever traps.
        guard isKept else { fatalError(words.description) }
    }

    // MARK: Lines

    private static let commands = [
        AT.Signal().command, AT.MessageList().command, AT.OperatorScan().command, AT.CurrentOperator().command,
        (try? ATCommand("AT+CMGS=", [.number(2)], answer: .lines("+CMGS:")).prompting(pdu: "00AB"))
            ?? AT.Attention().command,
        (try? AT.Dial("*99#").command) ?? AT.Attention().command,
    ]

    /// The first byte chooses the command.
    private static func cutEverywhere(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let command = commands[Int(first) % commands.count]
        let wire = Array(bytes.dropFirst())
        let whole = joined(events([wire], during: command))
        for place in wire.indices {
            let cut = joined(events([Array(wire[..<place]), Array(wire[place...])], during: command))
            promise(cut == whole, "a cut makes no difference")
        }
        var machine = ATExchange.StateMachine()
        var ends = machine.send(command).count { $0.isDelivery }
        ends += machine.received(wire).count { $0.isDelivery }
        promise(ends <= 1, "a command has one end")
    }

    private static func events(_ reads: [[UInt8]], during command: ATCommand) -> [ResponseParser.Event] {
        var parser = ResponseParser()
        parser.begin(command)
        return reads.flatMap { parser.consume($0) }
    }

    /// With the bytes of a call put together.
    private static func joined(_ events: [ResponseParser.Event]) -> [ResponseParser.Event] {
        events.reduce(into: []) { result, event in
            switch (result.last, event) {
            case (.connected(let text, let first), .data(let more)):
                result[result.count - 1] = .connected(text: text, remainder: first + more)
            case (.data(let first), .data(let more)): result[result.count - 1] = .data(first + more)
            default: result.append(event)
            }
        }
    }

    private static func readUnsolicited(_ bytes: [UInt8]) {
        var parser = ResponseParser()
        for event in parser.consume(bytes) {
            guard case .unsolicited(let line) = event else { continue }
            switch line {
            case .cmt(let message), .cds(let message): _ = try? message.decode()
            case .cusd(let value): for set in CharacterSet.allCases { _ = UnstructuredReport(value, characterSet: set) }
            default: break
            }
        }
        _ = Unsolicited(bytes[...])
    }

    // MARK: Messages

    private static func readMessage(_ bytes: [UInt8], type: UInt8) {
        _ = try? ShortMessage(octets: bytes)
        guard let first = bytes.first else { return }
        // Without a service centre, of the type that is meant.
        var octets = bytes
        octets[0] = first & ~MessageFlags.type | type
        guard case .submit(let submit)? = try? ShortMessage(octets: octets, length: octets.count) else { return }
        promise(submit.octets.count <= 176, "what is made fits into a record of a SIM")
        _ = submit.pdu
    }

    private static func readHeader(_ bytes: [UInt8]) {
        let header = UserDataHeader(bytes[...])
        guard header.part != nil || header.ports != nil else { return }
        let again = UserDataHeader(header.octets.dropFirst()[...])
        promise(again.part == header.part && again.ports == header.ports, "a header comes back as it was")
        guard let part = header.part else { return }
        promise((1...part.count).contains(part.number), "a part is one of its message")
    }

    /// The first byte chooses the languages, the second the filling.
    private static func readSeptets(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return }
        let languages = NationalLanguage.allCases
        let septets = SeptetPacking.unpack(bytes.dropFirst(2), fillBits: Int(bytes[1] % 7))
        _ = GSMAlphabet.decode(
            septets, locking: languages[Int(bytes[0] & 0xf) % languages.count],
            single: languages[Int(bytes[0] >> 4) % languages.count])
        let text = GSMAlphabet.decode(septets)
        guard let codes = GSMAlphabet.encode(text) else { fatalError("what was read can be written") }
        promise(GSMAlphabet.decode(codes) == text, "a text comes back as it was")
        promise(
            SeptetPacking.unpack(SeptetPacking.pack(septets), count: septets.count) == septets, "septets come back")
    }

    private static func readUCS2(_ bytes: [UInt8]) {
        let text = UCS2.decode(bytes)
        promise(UCS2.decode(UCS2.encode(text)) == text, "a text comes back as it was")
        let (_, parts) = MessageText.parts(of: text)
        promise(parts.joined().unicodeScalars.elementsEqual(text.unicodeScalars), "nothing is lost between parts")
    }

    private static func readReport(_ bytes: [UInt8]) {
        for set in CharacterSet.allCases { _ = UnstructuredReport(bytes[...], characterSet: set) }
        for form in UnstructuredForm.allCases {
            _ = try? AT.UnstructuredRequest(String(decoding: bytes, as: UTF8.self), form: form)
        }
    }
}

extension ATExchange.Action {
    fileprivate var isDelivery: Bool {
        if case .deliver = self { true } else { false }
    }
}
