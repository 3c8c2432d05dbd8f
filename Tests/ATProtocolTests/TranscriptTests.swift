import ATProtocol
import TestSupport
import Testing

/// Whole conversations with real sticks: what they mean, and that the cuts between reads change nothing.
@Suite struct TranscriptTests {
    private static let commands: [String: ATCommand] = {
        var commands = [
            AT.Probe().command, AT.Attention().command, AT.ErrorReporting().command, AT.EquipmentIdentity().command,
            AT.SIMStatus().command, AT.PINRetriesQuery().command, AT.SubscriberIdentity().command, AT.Signal().command,
            AT.AccessTechnologyQuery().command, AT.OperatorScan().command, AT.HangUp().command,
            AT.CallFailureCause().command, AT.RadioFunctionQuery().command,
        ]
        commands += AT.Identity.Item.allCases.map { AT.Identity($0).command }
        commands += AT.CardIdentity.Method.allCases.map { AT.CardIdentity($0).command }
        commands += AT.CurrentOperator.Format.allCases.map { AT.CurrentOperator($0).command }
        commands += RegistrationDomain.allCases.flatMap {
            [AT.Registration($0).command, AT.RegistrationReporting($0).command]
        }
        commands += [try? AT.EnterPIN("1234").command].compactMap(\.self)
        commands += [try? AT.PacketContext(1, accessPoint: "internet.vodafone.pt").command].compactMap(\.self)
        commands += ["*99***1#", "*99#"].compactMap { try? AT.Dial($0).command }
        return Dictionary(
            commands.map { (String(decoding: $0.bytes.dropLast(), as: UTF8.self), $0) },
            uniquingKeysWith: { first, _ in first })
    }()

    private struct Conversation {
        var parser = ResponseParser()
        var events: [ResponseParser.Event] = []

        mutating func hear(_ bytes: some Sequence<UInt8>) { events += parser.consume(Array(bytes)) }
    }

    /// Plays the transcript; `cut` says how the answers are cut into reads.
    private func play(_ transcript: Transcript, cut: (ArraySlice<UInt8>) -> [ArraySlice<UInt8>]) throws
        -> [ResponseParser.Event]
    {
        var conversation = Conversation()
        for exchange in transcript.exchanges {
            if !exchange.command.isEmpty { conversation.parser.begin(try #require(Self.commands[exchange.command])) }
            for piece in cut(exchange.answer[...]) { conversation.hear(piece) }
        }
        return ResponseParser.Event.joined(conversation.events)
    }

    @Test(arguments: ["mf622", "mf626"])
    func everyCutGivesTheSameEvents(name: String) throws {
        let transcript = try Transcript.load(name)
        let whole = try play(transcript) { [$0] }
        #expect(whole.count > transcript.exchanges.count)
        let longest = transcript.exchanges.map(\.answer.count).max() ?? 0
        for place in 0...longest {
            let split = try play(transcript) { [$0.prefix(place), $0.dropFirst(place)] }
            #expect(split == whole, "cut at \(place)")
        }
        for size in 1...7 {
            let pieces = try play(transcript) { answer in
                stride(from: 0, to: answer.count, by: size).map { answer[$0..<min($0 + size, answer.count)] }
            }
            #expect(pieces == whole, "pieces of \(size)")
        }
    }

    @Test(arguments: ["mf622", "mf626"])
    func everyCommandGetsOneEnd(name: String) throws {
        let transcript = try Transcript.load(name)
        let ends = try play(transcript) { [$0] }.count { event in
            switch event {
            case .final, .connected: true
            case .line, .stray, .unsolicited, .prompt, .data, .overflow: false
            }
        }
        #expect(ends == transcript.exchanges.count { !$0.command.isEmpty })
    }

    @Test(arguments: ["mf622", "mf626"])
    func theStateMachineSaysTheSameWhateverTheCuts(name: String) throws {
        let transcript = try Transcript.load(name)
        let whole = try actions(transcript, size: .max)
        #expect(try actions(transcript, size: 1) == whole)
        #expect(try actions(transcript, size: 3) == whole)
    }

    private func actions(_ transcript: Transcript, size: Int) throws -> [ATExchange.Action] {
        var machine = ATExchange.StateMachine()
        var actions: [ATExchange.Action] = []
        for exchange in transcript.exchanges {
            if !exchange.command.isEmpty { actions += machine.send(try #require(Self.commands[exchange.command])) }
            // What follows a CONNECT is cut where the reads were cut: compared up to there.
            var rest = exchange.answer[...]
            while !rest.isEmpty {
                let count = min(size, rest.count)
                actions += machine.received(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
        }
        return actions.prefix { if case .data = $0 { false } else { true } }.map { action in
            guard case .deliver(.success(var response)) = action else { return action }
            response.remainder = []
            return .deliver(.success(response))
        }
    }

    // MARK: What the answers mean

    /// The answer to the `occurrence`th sending of the request's command.
    private func reply<Request: ATRequest>(to request: Request, in name: String, _ occurrence: Int = 1) throws
        -> Request.Reply
    {
        let line = String(decoding: request.command.bytes.dropLast(), as: UTF8.self)
        let exchanges = try Transcript.load(name).exchanges.filter { $0.command == line }
        try #require(exchanges.count >= occurrence)
        return try request.reply(to: exchanges[occurrence - 1].answer)
    }

    @Test func theMF622SaysWhoItIs() throws {
        try reply(to: AT.Probe(), in: "mf622")
        #expect(try reply(to: AT.Identity(.manufacturer), in: "mf622") == "ZTE INCORPORATED")
        #expect(try reply(to: AT.Identity(.model), in: "mf622") == "MF622")
        #expect(
            try reply(to: AT.Identity(.revision), in: "mf622")
                == "3UKP671M3V1.0.0B08 3UKP671M3V1.0.0B08 1  [Jan 07 2008 16:00:00]")
        #expect(try reply(to: AT.EquipmentIdentity(), in: "mf622") == "235251122555115")
    }

    @Test func theMF622OpensItsSIM() throws {
        #expect(try reply(to: AT.SIMStatus(), in: "mf622", 1) == .pin)
        #expect(try reply(to: AT.PINRetriesQuery(), in: "mf622") == PINRetries(pin: 3, puk: 10))
        #expect(throws: ATError.cme(CMEError(.simPinRequired))) {
            try reply(to: AT.SubscriberIdentity(), in: "mf622", 1)
        }
        try reply(to: try AT.EnterPIN("1234"), in: "mf622")
        #expect(try reply(to: AT.SIMStatus(), in: "mf622", 2) == .busy)
        #expect(try reply(to: AT.SIMStatus(), in: "mf622", 3) == .ready)
        #expect(try reply(to: AT.SubscriberIdentity(), in: "mf622", 2) == "268019912345678")
        #expect(try reply(to: AT.CardIdentity(), in: "mf622") == "89351002000012345678")
    }

    @Test func theMF622FindsItsNetworkAndCalls() throws {
        #expect(try reply(to: AT.Registration(.circuit), in: "mf622", 1) == RegistrationUpdate(.searching))
        #expect(
            try reply(to: AT.Registration(.circuit), in: "mf622", 2)
                == RegistrationUpdate(.home, lac: 0x1a2b, cellID: 0xc3d4))
        #expect(try reply(to: AT.Registration(.packet), in: "mf622") == RegistrationUpdate(.home))
        #expect(
            try reply(to: AT.CurrentOperator(), in: "mf622")
                == OperatorReport(name: "vodafone P", code: "26801", accessTechnology: .umts))
        #expect(try reply(to: AT.Signal(), in: "mf622") == SignalStrength(percent: 48, dBm: -83))
        #expect(try reply(to: AT.AccessTechnologyQuery(), in: "mf622") == .umts)
        #expect(try reply(to: AT.OperatorScan(), in: "mf622").map(\.longName) == ["vodafone P", "", "OPTIMUS"])
        #expect(try reply(to: try AT.Dial("*99***1#"), in: "mf622") == "7200000")
    }

    @Test func theMF626DoesItsOwnWay() throws {
        try reply(to: AT.Probe(), in: "mf626")
        #expect(try reply(to: AT.Identity(.manufacturer), in: "mf626") == "ZTE CORPORATION")
        #expect(try reply(to: AT.Identity(.model), in: "mf626") == "MF626")
        #expect(try reply(to: AT.EquipmentIdentity(), in: "mf626") == "356812010012345")
        #expect(try reply(to: AT.SIMStatus(), in: "mf626", 1) == .missing)
        #expect(try reply(to: AT.PINRetriesQuery(), in: "mf626") == PINRetries(pin: 3, puk: 10))
        #expect(try reply(to: AT.CardIdentity(.ccid), in: "mf626") == "89351020000012345678")
        #expect(
            try reply(to: AT.Registration(.circuit), in: "mf626")
                == RegistrationUpdate(.home, lac: 0x1a2b, cellID: 0xc3d4, accessTechnology: .umts))
        #expect(
            try reply(to: AT.Registration(.packet), in: "mf626")
                == RegistrationUpdate(.roaming, lac: 0xfe, cellID: 0xc3d4e5))
        #expect(try reply(to: AT.CurrentOperator(.name), in: "mf626") == OperatorReport())
        #expect(try reply(to: AT.Signal(), in: "mf626") == SignalStrength(percent: nil, dBm: nil))
        #expect(try reply(to: AT.AccessTechnologyQuery(), in: "mf626") == .noService)
        #expect(throws: ATError.error) { try reply(to: AT.CallFailureCause(), in: "mf626") }
        #expect(throws: ATError.noCarrier) { try reply(to: try AT.Dial("*99#"), in: "mf626") }
        try reply(to: AT.HangUp(), in: "mf626")
    }
}
