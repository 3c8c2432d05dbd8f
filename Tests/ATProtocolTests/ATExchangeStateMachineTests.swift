import ATProtocol
import Testing

@Suite struct ATExchangeStateMachineTests {
    private var machine = ATExchange.StateMachine()

    private mutating func hear(_ wire: String) -> [ATExchange.Action] { machine.received(Array(wire.utf8)) }

    /// Sends and returns the deadline that was armed.
    private mutating func send(_ command: ATCommand) throws -> ATExchange.Deadline {
        try armed(in: machine.send(command))
    }

    private func armed(in actions: [ATExchange.Action]) throws -> ATExchange.Deadline {
        try #require(actions.compactMap { if case .arm(let deadline) = $0 { deadline } else { nil } }.last)
    }

    private func deliveries(_ actions: [ATExchange.Action]) -> [Result<ATResponse, ATError>] {
        actions.compactMap { if case .deliver(let result) = $0 { result } else { nil } }
    }

    @Test mutating func aCommandIsWrittenAnsweredAndOver() throws {
        let command = AT.Signal().command
        let actions = machine.send(command)
        #expect(actions.first == .write(Array("AT+CSQ\r".utf8)))
        #expect(try armed(in: actions).after == .seconds(3))
        #expect(!machine.isReady)
        let response = ATResponse(lines: [Array("+CSQ: 15,99".utf8)[...]], final: .ok)
        #expect(hear(answer("+CSQ: 15,99")) == [.disarm, .deliver(.success(response)), .ready])
        #expect(machine.isReady)
    }

    @Test mutating func aSecondCommandIsRefusedAndTheFirstGoesOn() throws {
        _ = try send(AT.Signal().command)
        #expect(machine.send(AT.Attention().command) == [.deliver(.failure(.notReady))])
        #expect(deliveries(hear(answer("+CSQ: 15,99"))).count == 1)
    }

    @Test mutating func aDeadlineOfAnAnsweredCommandMeansNothing() throws {
        let deadline = try send(AT.Attention().command)
        _ = hear(answer())
        #expect(machine.expired(deadline).isEmpty)
        _ = try send(AT.Attention().command)
        #expect(machine.expired(deadline).isEmpty)
    }

    @Test mutating func aTimeoutIsToldAtOnceAndThePortFoundAgain() throws {
        let deadline = try send(AT.CurrentOperator(.name).command)
        let actions = machine.expired(deadline)
        #expect(actions.prefix(2) == [.deliver(.failure(.timeout)), .write(Array("AT\r".utf8))])
        #expect(try armed(in: actions).after == .seconds(1))
        // The answer comes after all, then the one to AT.
        _ = hear("+COPS: 0,0,\"late\"".framed + "+ZPASR: \"EDGE\"".framed)
        let late = hear(answer())
        #expect(deliveries(late).isEmpty)
        let quiet = try armed(in: hear(answer()))
        #expect(!machine.isReady)
        #expect(machine.expired(quiet) == [.ready])
        _ = try send(AT.Attention().command)
        #expect(deliveries(hear(answer())) == [.success(ATResponse(final: .ok))])
    }

    @Test mutating func reportsGoOnWhileThePortIsFoundAgain() throws {
        _ = machine.expired(try send(AT.Signal().command))
        #expect(hear("+CSQ: 3,99".framed + "RING".framed) == [.unsolicited(.ring)])
    }

    @Test mutating func onlyOKEndsTheResynchronisation() throws {
        _ = machine.expired(try send(AT.Signal().command))
        #expect(hear("ERROR".framed).isEmpty)
        #expect(hear("+CME ERROR: 100".framed).isEmpty)
        let quiet = try armed(in: hear("OK".framed))
        #expect(machine.expired(quiet) == [.ready])
    }

    @Test mutating func silenceAfterTheATGivesThePortUp() throws {
        let deadline = try armed(in: machine.expired(try send(AT.Signal().command)))
        #expect(machine.expired(deadline) == [.giveUp])
        #expect(machine.send(AT.Attention().command) == [.deliver(.failure(.notReady))])
    }

    @Test mutating func threeTimeoutsInARowGiveThePortUp() throws {
        for _ in 1..<ATExchange.StateMachine.maximumTimeouts {
            _ = machine.expired(try send(AT.Signal().command))
            _ = machine.expired(try armed(in: hear("OK".framed)))
            #expect(machine.isReady)
        }
        #expect(machine.expired(try send(AT.Signal().command)) == [.deliver(.failure(.timeout)), .giveUp])
    }

    @Test mutating func aGoodAnswerForgivesTimeouts() throws {
        for _ in 0..<5 {
            _ = machine.expired(try send(AT.Signal().command))
            _ = machine.expired(try armed(in: hear("OK".framed)))
            _ = try send(AT.Attention().command)
            _ = hear("ERROR".framed)
            #expect(machine.isReady)
        }
    }

    @Test mutating func aPortThatRavesIsGivenUp() throws {
        _ = machine.expired(try send(AT.Signal().command))
        let actions = hear(String(repeating: "OK".framed, count: 100))
        #expect(actions.last == .giveUp)
    }

    @Test mutating func aPortThatIsLostEndsTheCommandOnce() throws {
        let deadline = try send(AT.Signal().command)
        #expect(machine.portLost() == [.disarm, .deliver(.failure(.portLost))])
        #expect(machine.portLost().isEmpty)
        #expect(machine.expired(deadline).isEmpty)
        #expect(hear(answer()).isEmpty)
        #expect(machine.send(AT.Attention().command) == [.deliver(.failure(.portLost))])
    }

    // MARK: Calls

    @Test mutating func aCallTakesThePortAndGivesItBack() throws {
        _ = try send(try AT.Dial("*99#").command)
        let response = ATResponse(final: .connect("7200000"), remainder: [0x7e])
        #expect(hear("\r\nCONNECT 7200000\r\n~") == [.disarm, .deliver(.success(response))])
        #expect(hear("\r\nOK\r\n") == [.data(Array("\r\nOK\r\n".utf8))])
        #expect(machine.send(AT.Attention().command) == [.deliver(.failure(.notReady))])
        let actions = machine.resynchronise()
        #expect(actions.first == .write(Array("AT\r".utf8)))
        #expect(hear("NO CARRIER".framed) == [.unsolicited(.noCarrier)])
        #expect(machine.expired(try armed(in: hear("OK".framed))) == [.ready])
    }

    @Test mutating func aDialThatTakesTooLongIsStoppedBeforeAT() throws {
        let actions = machine.expired(try send(try AT.Dial("*99#").command))
        #expect(actions.contains(.write(Array("\rAT\r".utf8))))
        // The call that was stopped ends late.
        #expect(hear("NO CARRIER".framed).isEmpty)
        #expect(machine.expired(try armed(in: hear("OK".framed))) == [.ready])
    }

    @Test mutating func aCallThatComesUpTooLateGivesThePortUp() throws {
        _ = machine.expired(try send(try AT.Dial("*99#").command))
        #expect(hear("\r\nCONNECT\r\n~~~").contains(.giveUp))
    }

    @Test mutating func aConnectWithoutItsLineFeedCountsAtTheDeadline() throws {
        let deadline = try send(try AT.Dial("*99#").command)
        #expect(hear("\r\nCONNECT\r").isEmpty)
        #expect(deliveries(machine.expired(deadline)) == [.success(ATResponse(final: .connect("")))])
    }

    // MARK: Aborting

    private static let character = ATExchange.Action.write([0x20])

    /// The machine is through with an abort when the `AT` after it was answered and nothing more came.
    private mutating func isReadyAfter(_ actions: [ATExchange.Action]) throws -> Bool {
        #expect(actions.first == .write(Array("AT\r".utf8)))
        return machine.expired(try armed(in: hear("OK".framed))) == [.ready] && machine.isReady
    }

    @Test(arguments: ["OK", "ERROR", "+CME ERROR: 3"])
    mutating func aScanEndsWhenACharacterIsSent(final: String) throws {
        _ = try send(AT.OperatorScan().command)
        let actions = machine.abort()
        #expect(actions.prefix(2) == [.deliver(.failure(.timeout)), Self.character])
        #expect(try armed(in: actions).after == .seconds(1))
        #expect(!machine.isReady)
        #expect(machine.abort().isEmpty)
        #expect(machine.resynchronise().isEmpty)
        #expect(machine.send(AT.Attention().command) == [.deliver(.failure(.notReady))])
        #expect(try isReadyAfter(hear(final.framed)))
        _ = try send(AT.Attention().command)
        #expect(deliveries(hear(answer())) == [.success(ATResponse(final: .ok))])
    }

    @Test mutating func aScanThatEndedJustThenIsNobodysAnswer() throws {
        _ = try send(AT.OperatorScan().command)
        _ = machine.abort()
        let actions = hear("+COPS: (2,\"A\",\"A\",\"26201\",2)".framed + "RING".framed + "OK".framed)
        #expect(actions.first == .unsolicited(.ring))
        #expect(try isReadyAfter(Array(actions.dropFirst())))
    }

    @Test mutating func aCharacterThatCameTooSoonIsSentAgain() throws {
        _ = try send(AT.OperatorScan().command)
        var actions = machine.abort()
        for _ in 1..<ATExchange.StateMachine.maximumAborts {
            actions = machine.expired(try armed(in: actions))
            #expect(actions.first == Self.character)
        }
        #expect(try isReadyAfter(hear("OK".framed)))
    }

    @Test mutating func firmwareThatTakesNoNoticeScansToTheEnd() throws {
        _ = try send(AT.OperatorScan().command)
        var actions = machine.abort()
        for _ in 0..<ATExchange.StateMachine.maximumAborts { actions = machine.expired(try armed(in: actions)) }
        #expect(actions.count == 1)
        #expect(try armed(in: actions).after == .seconds(180))
        var other = self
        #expect(try isReadyAfter(hear(answer("+COPS: (2,\"A\",\"A\",\"26201\",2)"))))
        // And what does not even then end is a port that answers nothing.
        actions = other.machine.expired(try armed(in: actions))
        #expect(actions.first == .write(Array("AT\r".utf8)))
        #expect(other.machine.expired(try armed(in: actions)) == [.giveUp])
    }

    @Test mutating func aScanThatTakesTooLongIsAborted() throws {
        var actions = machine.expired(try send(AT.OperatorScan().command))
        #expect(actions.prefix(2) == [.deliver(.failure(.timeout)), Self.character])
        var other = self
        #expect(try isReadyAfter(hear("ERROR".framed)))
        // Its time is up: nobody waits for it another time.
        for _ in 0..<ATExchange.StateMachine.maximumAborts { actions = other.machine.expired(try armed(in: actions)) }
        #expect(actions.first == .write(Array("AT\r".utf8)))
        #expect(try armed(in: actions).after == .seconds(1))
    }

    @Test mutating func abortsInARowDoNotGiveThePortUp() throws {
        for _ in 0..<2 * ATExchange.StateMachine.maximumTimeouts {
            _ = try send(AT.OperatorScan().command)
            _ = machine.abort()
            #expect(try isReadyAfter(hear("OK".framed)))
        }
    }

    @Test mutating func whatIsShortRunsToItsEnd() throws {
        #expect(machine.abort().isEmpty)
        _ = try send(AT.Signal().command)
        #expect(machine.abort().isEmpty)
        #expect(deliveries(hear(answer("+CSQ: 15,99"))).count == 1)
    }

    @Test mutating func dialsThatAreBrokenOffDoNotGiveThePortUp() throws {
        for _ in 0..<2 * ATExchange.StateMachine.maximumTimeouts {
            _ = try send(try AT.Dial("*99#").command)
            let actions = machine.abort()
            #expect(actions.prefix(2) == [.deliver(.failure(.timeout)), .write(Array("\rAT\r".utf8))])
            _ = hear("NO CARRIER".framed)
            #expect(machine.expired(try armed(in: hear("OK".framed))) == [.ready])
        }
    }

    @Test mutating func scansThatNeverEndGiveThePortUp() throws {
        for _ in 1..<ATExchange.StateMachine.maximumTimeouts {
            _ = machine.expired(try send(AT.OperatorScan().command))
            #expect(try isReadyAfter(hear("ERROR".framed)))
        }
        #expect(machine.expired(try send(AT.OperatorScan().command)) == [.deliver(.failure(.timeout)), .giveUp])
    }

    @Test mutating func aPortThatIsLostWhileItAborts() throws {
        _ = try send(AT.OperatorScan().command)
        let deadline = try armed(in: machine.abort())
        #expect(machine.portLost() == [.disarm])
        #expect(machine.expired(deadline).isEmpty)
        #expect(hear(answer()).isEmpty)
    }

    // MARK: Bodies

    @Test mutating func theBodyIsWrittenAtThePrompt() throws {
        _ = try send(ATCommand("AT+CMGS=", [.number(2)], answer: .lines("+CMGS:")).prompting(pdu: "00AB"))
        let actions = hear("\r\n> ")
        #expect(actions.first == .write(Array("00AB\u{1a}".utf8)))
        #expect(try armed(in: actions).after == .seconds(60))
        #expect(hear("> ").isEmpty)
        #expect(deliveries(hear(answer("+CMGS: 7"))).count == 1)
    }

    @Test mutating func aPromptThatNeverEndsIsLeftWithEscape() throws {
        let command = try ATCommand("AT+CMGS=", [.number(2)]).prompting(pdu: "00AB")
        #expect(machine.expired(try send(command)).contains(.write(Array("\u{1b}AT\r".utf8))))
    }

    @Test mutating func whatBecameOfABodyIsUnknownWithoutAnAnswer() throws {
        let command = try ATCommand("AT+CMGS=", [.number(2)]).prompting(pdu: "00AB")
        _ = try send(command)
        let actions = machine.expired(try armed(in: hear("\r\n> ")))
        #expect(deliveries(actions) == [.failure(.outcomeUnknown)])
        #expect(actions.contains(.write(Array("\u{1b}AT\r".utf8))))
        _ = machine.expired(try armed(in: hear("+CMGS: 7".framed + "OK".framed)))
        // The next command is another matter.
        #expect(deliveries(machine.expired(try send(command))) == [.failure(.timeout)])
    }

    @Test(arguments: [("", ATError.portLost), ("\r\n> ", .outcomeUnknown)])
    mutating func aPortThatIsLostTakesTheOutcomeAlong(heard: String, error: ATError) throws {
        _ = try send(ATCommand("AT+CMGS=", [.number(2)]).prompting(pdu: "00AB"))
        _ = hear(heard)
        #expect(deliveries(machine.portLost()) == [.failure(error)])
    }

    @Test mutating func aRefusalAfterTheBodyIsARefusal() throws {
        _ = try send(ATCommand("AT+CMGS=", [.number(2)]).prompting(pdu: "00AB"))
        _ = hear("\r\n> ")
        let result = try #require(deliveries(hear("+CMS ERROR: 500".framed)).first)
        #expect(try result.get().final == .cms(500))
    }

    @Test mutating func aDamagedAnswerToABodyIsNone() throws {
        _ = try send(ATCommand("AT+CMGS=", [.number(2)]).prompting(pdu: "00AB"))
        _ = hear("\r\n> ")
        _ = hear(String(repeating: "x", count: 70_000))
        #expect(deliveries(hear(answer())) == [.failure(.outcomeUnknown)])
    }
}
