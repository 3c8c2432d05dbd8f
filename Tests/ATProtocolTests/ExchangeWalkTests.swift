import ATProtocol
import TestSupport
import Testing

/// Random orders of commands, bytes and expiries: each command has one answer, and the port always one owner.
@Suite struct ExchangeWalkTests {
    @Test(.serialized, arguments: [21, 22] as [UInt64]) func aPort(seed: UInt64) async {
        await RandomWalk<WalkedExchange>.expectNoFault(seed: seed, steps: 75_000)
    }
}

/// The machine of one AT port with its owner: the timer, the command in flight, what the port is known to do.
private struct WalkedExchange: Walkable {
    enum Step: Equatable, Sendable {
        case send(Int)
        case receive(String)
        case resynchronise
        /// Nobody waits for the command in flight any more.
        case abort
        case losePort
        /// A port that was given up or lost is opened anew.
        case reopen
        case expire
        /// The timer that was stopped or set anew in between fires all the same.
        case expireLate
    }

    private enum Port { case ready, busy, searching, online, givenUp, lost }

    private static let commands: [ATCommand] = [
        AT.Signal().command, AT.CurrentOperator().command, (try? AT.Dial("*99***1#"))?.command ?? AT.Probe().command,
        (try? ATCommand("AT+CMGS=", [.number(23)], answer: .lines("+CMGS:")).prompting(pdu: "0011000A91"))
            ?? AT.Probe().command,
        AT.OperatorScan().command,
    ]

    private static let words = [
        "\r\nOK\r\n", "\r\nOK\r\n", "OK\r", "\r\nO", "K\r\n", "\r\nERROR\r\n", "\r\n+CME ERROR: 10\r\n",
        "\r\nCONNECT 7200000\r\n", "\r\nCONNECT\r", "\n", "\r\nNO CARRIER\r\n", "\r\n+CSQ: 15,99\r\n", "> ", "\r\n> ",
        "\r\n+ZPASR: \"EDGE\"\r\n", "\r\n+CREG: 1\r\n", "\0\0", "AT\r", "AT+CSQ\r", "~}#", "what\r\n",
    ]

    static let inputs: [Step] =
        commands.indices.map { .send($0) } + words.map { .receive($0) } + [
            .resynchronise, .abort, .abort, .losePort, .reopen, .expireLate,
        ]

    private var machine = ATExchange.StateMachine()
    private var port = Port.ready
    private var timer: ATExchange.Deadline?
    private var oldTimer: ATExchange.Deadline?
    private var bodiesLeft = 0
    private var mayAnswerWithRefusal = false

    var isOver: Bool { false }

    // What a stick says is no ending: it may say nothing.
    var endings: [Step] { timer == nil ? [] : [.expire] }

    var outstanding: [Step] {
        if timer == nil { return port == .ready ? [.send(0), .send(2), .send(3), .send(4)] : [] }
        return [.expire, .abort] + Self.words.prefix(10).map { .receive($0) }
    }

    mutating func take(_ step: Step) throws(BrokenPromise) {
        let wasReady = machine.isReady
        let actions = try actions(of: step)
        try perform(actions, after: step)
        try require(machine.isReady == (port == .ready), "it knows whether it is ready", "\(port)")
        try require((timer != nil) == (port == .busy || port == .searching), "who waits has a time limit", "\(port)")
        let announcements = actions.count { $0 == .ready }
        let isNew = machine.isReady && !wasReady && step != .reopen
        try require(announcements == (isNew ? 1 : 0) || (wasReady && announcements <= 1), "it says when it is ready")
    }

    private mutating func actions(of step: Step) throws(BrokenPromise) -> [ATExchange.Action] {
        switch step {
        case .send(let index):
            let command = Self.commands[index]
            mayAnswerWithRefusal = port != .ready
            if port == .ready { (port, bodiesLeft) = (.busy, command.body == nil ? 0 : 1) }
            return machine.send(command)
        case .receive(let word): return machine.received(Array(word.utf8))
        case .resynchronise:
            if port == .ready || port == .online { port = .searching }
            return machine.resynchronise()
        case .abort: return machine.abort()
        case .losePort:
            let actions = machine.portLost()
            try require(port != .lost || actions.isEmpty, "a port is lost once", "\(actions)")
            return actions
        case .reopen:
            guard port == .givenUp || port == .lost else { return [] }
            self = Self()
            return []
        case .expire:
            guard let due = timer else { return [] }
            (timer, oldTimer) = (nil, due)
            return machine.expired(due)
        case .expireLate:
            guard let old = oldTimer else { return [] }
            let actions = machine.expired(old)
            try require(actions.isEmpty, "an old timer means nothing", "\(actions)")
            return actions
        }
    }

    private mutating func perform(_ actions: [ATExchange.Action], after step: Step) throws(BrokenPromise) {
        for (index, action) in actions.enumerated() {
            try require(port != .lost || mayAnswerWithRefusal, "nothing follows the loss", "\(action)")
            switch action {
            case .write(let bytes):
                try require(port == .busy || port == .searching, "only who has the port writes", "\(port)")
                if bytes.last == 0x1a {
                    bodiesLeft -= 1
                    try require(bodiesLeft >= 0, "a message is sent once")
                } else if bytes != [0x20] {
                    try require(bytes.last == 0x0d, "a command ends with a carriage return")
                }
            case .arm(let deadline):
                oldTimer = timer ?? oldTimer
                timer = deadline
            case .disarm:
                oldTimer = timer ?? oldTimer
                timer = nil
            case .deliver(let result):
                try deliver(result, isLast: index == actions.count - 1, to: actions)
            case .ready: port = .ready
            case .unsolicited: break
            case .data: try require(port == .online || port == .givenUp, "a call has bytes", "\(port)")
            case .giveUp:
                try require(port == .searching, "who gives up has tried", "\(port)")
                port = .givenUp
            }
        }
        mayAnswerWithRefusal = false
        if step == .losePort {
            try require(port != .busy, "a lost port answers")
            port = .lost
        }
    }

    private mutating func deliver(
        _ result: Result<ATResponse, ATError>, isLast: Bool, to actions: [ATExchange.Action]
    ) throws(BrokenPromise) {
        if mayAnswerWithRefusal {
            try require(result == .failure(port == .lost ? .portLost : .notReady), "a port that is busy refuses")
            return
        }
        try require(port == .busy, "each command is answered once", "\(result) while \(port)")
        switch result {
        case .success(let response):
            if case .connect = response.final { port = .online } else { port = .searching }
        // What follows is the search for the thread, or giving up.
        case .failure: port = .searching
        }
    }

    func checkRest() throws(BrokenPromise) {
        try require(port != .busy && port != .searching, "nobody waits for ever", "\(port)")
    }
}
