import ATProtocol
import TestSupport
import Testing

/// The conversation as a whole, not only its parser: one answer at a time, cut at each of its bytes.
@Suite struct EveryCutTests {
    /// What comes of an answer, with the bytes of a call put together.
    private func outcome(of answer: [UInt8], to command: ATCommand, cut place: Int) -> [ATExchange.Action] {
        var machine = ATExchange.StateMachine()
        var actions = machine.send(command)
        actions += machine.received(Array(answer.prefix(place)))
        actions += machine.received(Array(answer.dropFirst(place)))
        return actions.compactMap { action in
            switch action {
            // Where the bytes of a call are cut is no matter; that none is lost is shown with the parser.
            case .data: return nil
            case .deliver(.success(var response)):
                response.remainder = []
                return .deliver(.success(response))
            case .write, .arm, .disarm, .deliver, .ready, .unsolicited, .giveUp: return action
            }
        }
    }

    @Test(arguments: ["mf622", "mf626"])
    func everyAnswerMeansTheSameWhereverItIsCut(name: String) throws {
        for exchange in try Transcript.load(name).exchanges where !exchange.command.isEmpty {
            let command =
                try exchange.command.hasPrefix("ATD")
                ? AT.Dial(String(exchange.command.dropFirst(3))).command
                : ATCommand.userSupplied(exchange.command, deadline: .seconds(3))
            let whole = outcome(of: exchange.answer, to: command, cut: exchange.answer.count)
            #expect(whole.contains { if case .deliver = $0 { true } else { false } }, "\(exchange)")
            for place in 0..<exchange.answer.count {
                #expect(outcome(of: exchange.answer, to: command, cut: place) == whole, "\(exchange) cut at \(place)")
            }
        }
    }

    @Test func aReportInTheMiddleOfAnAnswerBelongsToNobody() throws {
        let command = AT.Signal().command
        let report = Array("\r\n+CREG: 2\r\n".utf8)
        let lines = ["\r\n+CSQ: 15,99\r\n", "\r\nOK\r\n"].map { Array($0.utf8) }
        for place in 0...lines.count {
            var machine = ATExchange.StateMachine()
            _ = machine.send(command)
            let stream = lines[..<place].joined() + report + lines[place...].joined()
            let actions = machine.received(Array(stream))
            #expect(actions.contains(.unsolicited(.creg(RegistrationUpdate(.searching)))))
            guard case .deliver(.success(let response))? = actions.first(where: { $0 != .disarm && !$0.isReport })
            else {
                Issue.record("no answer with the report before line \(place)")
                continue
            }
            #expect(response.lines.count == 1)
        }
    }

    @Test(arguments: [("+CREG: 2,1", 2), ("+CREG: 0,2", 0), ("+CREG: 1,1,\"00C3\",\"ABCD\"", 1)])
    func howMuchIsReportedIsTheFirstField(line: String, level: Int) throws {
        let wire = "\r\n" + line + "\r\n\r\nOK\r\n"
        #expect(try AT.RegistrationReportingQuery().reply(to: wire).level == level)
    }

    @Test func aLoneReportDoesNotSayHowMuchIsReported() {
        let query = AT.RegistrationReportingQuery()
        #expect(throws: ATError.self) { try query.reply(to: "\r\n+CREG: 1\r\n\r\nOK\r\n") }
    }
}

extension ATExchange.Action {
    fileprivate var isReport: Bool {
        if case .unsolicited = self { true } else { false }
    }
}
