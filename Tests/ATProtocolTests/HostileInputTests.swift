import ATProtocol
import Testing

/// Bytes that no modem should send.
@Suite struct HostileInputTests {
    /// SplitMix64: the same bytes in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    private static let requests: [any ATRequest] = [
        AT.Probe(), AT.Identity(.revision), AT.EquipmentIdentity(), AT.SIMStatus(), AT.PINRetriesQuery(),
        AT.SubscriberIdentity(), AT.CardIdentity(), AT.CardIdentity(.ccid), AT.Registration(.circuit),
        AT.CurrentOperator(),
        AT.OperatorScan(), AT.Signal(), AT.AccessTechnologyQuery(), AT.RadioFunctionQuery(), AT.CallFailureCause(),
        AT.SignalDetailQuery(), AT.ClockQuery(), AT.MessageStorageQuery(), AT.MessageStorageList(),
        AT.MessageStorageSelection(reading: .sim), AT.MessageList(), AT.MessageRead(1), AT.ServiceCentreQuery(),
    ]

    private static let words = [
        "+CREG:", "+COPS:", "+CSQ:", "+CRSM:", "+CPIN:", "+ZPINPUK", "+CME ERROR:", "+CMS ERROR:", "CONNECT", "OK",
        "\r\n",
        "\"", ",", "(", ")", "99999999999999999999", "-1", "1", "144,0,", "ffffffff", "+CGSN:", "+CMTI:", "+ZRSSI:",
        "+CCLK:", "26/11/25,07:30:00+04", "> ", "\0",
        "AT", "+CMT: ,28\r\n", "+CDS: ,25\r\n", "+CUSD: 1,\"", "\",15\r\n", "+CMGL: 1,1,,24\r\n", "+CPMS:",
        "0004048121430000621152317000" + "4002C834",
        "\r\nOK\r\n", "\r\nERROR\r\n",
    ]

    /// Half noise, half words of the language in a wrong order.
    private func noise(_ generator: inout Generator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            if Bool.random(using: &generator) {
                bytes += Self.words.randomElement(using: &generator)?.utf8.map(\.self) ?? []
            } else {
                let count = Int.random(in: 0...20, using: &generator)
                bytes += (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
        }
        return bytes
    }

    private func reply<Request: ATRequest>(to request: Request, _ response: ATResponse) {
        // Any answer and any error will do; a trap will not.
        _ = try? request.reply(to: response)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func noiseNeverTraps(seed: UInt64) throws {
        var generator = Generator(state: seed)
        var machine = ATExchange.StateMachine()
        var fed = 0
        var ends = 0
        var current = Self.requests[0]
        while fed < 50_000 {
            if machine.isReady, let next = Self.requests.randomElement(using: &generator) {
                current = next
                _ = machine.send(next.command)
            }
            let bytes = noise(&generator)
            fed += bytes.count
            for action in machine.received(bytes) {
                guard case .deliver(.success(let response)) = action else { continue }
                ends += 1
                reply(to: current, response)
            }
        }
        #expect(ends > 100, "the noise should hold answers too")
    }

    @Test(arguments: [5, 6] as [UInt64])
    func theCutsOfNoiseChangeNothing(seed: UInt64) {
        var generator = Generator(state: seed)
        for _ in 0..<200 {
            let bytes = noise(&generator)
            var whole = ResponseParser()
            whole.begin(AT.CurrentOperator().command)
            let expected = whole.consume(bytes)
            var split = ResponseParser()
            split.begin(AT.CurrentOperator().command)
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let events = split.consume(Array(bytes.prefix(place))) + split.consume(Array(bytes.dropFirst(place)))
            #expect(events == expected)
        }
    }

    @Test func tenMegabytesWithoutALineEndAreThrownAwayOnce() {
        var parser = ResponseParser()
        parser.begin(AT.Signal().command)
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 256 * 1024)
        var events: [ResponseParser.Event] = []
        for _ in 0..<40 { events += parser.consume(block) }
        #expect(events == [.overflow])
        #expect(parser.overflowCount == 1)
        #expect(
            parser.consume(Array(answer("+CSQ: 15,99").utf8)) == [.line(Array("+CSQ: 15,99".utf8)[...]), .final(.ok)])
    }

    @Test func aDamagedAnswerIsNoAnswer() {
        var machine = ATExchange.StateMachine()
        _ = machine.send(AT.Signal().command)
        _ = machine.received([UInt8](repeating: UInt8(ascii: "x"), count: 70_000))
        #expect(
            machine.received(Array(answer("+CSQ: 15,99").utf8)) == [.disarm, .deliver(.failure(.overflow)), .ready])
        #expect(machine.overflowCount == 1)
    }

    @Test func anEndlessAnswerIsBounded() {
        var machine = ATExchange.StateMachine()
        _ = machine.send(AT.Signal().command)
        let lines = Array(String(repeating: "+CSQ: 15,99\r\n", count: 500).utf8)
        for _ in 0..<20 { #expect(machine.received(lines).isEmpty) }
        #expect(machine.received(Array("OK".framed.utf8)) == [.disarm, .deliver(.failure(.overflow)), .ready])
    }

    @Test func aFloodOfReportsDoesNotHideTheAnswer() {
        var machine = ATExchange.StateMachine()
        _ = machine.send(AT.Signal().command)
        let flood = Array(String(repeating: "\r\n+ZUSIMR:2\r\n", count: 10_000).utf8)
        #expect(machine.received(flood).count == 10_000)
        guard
            case .deliver(.success(let response))? = machine.received(Array(answer("+CSQ: 1,99").utf8)).dropFirst()
                .first
        else {
            Issue.record("no answer")
            return
        }
        #expect(response.lines.count == 1)
    }
}
