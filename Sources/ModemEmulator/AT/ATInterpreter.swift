/// One port's command interpreter: bytes in, bytes and requests out. The state of the stick comes along with each call.
///
/// The same bytes give the same output however they are cut.
struct ATInterpreter {
    enum Mode: Equatable, Sendable {
        case command
        /// A call is being set up; any character ends the attempt (V.250, 5.6.1).
        case dialing
        /// A scan for networks is under way; any character ends it.
        case scanning
        /// After the prompt: a message of so many bytes comes, until Ctrl-Z or ESC.
        case entering(length: Int, SubmitTarget)
        /// A message is on its way, and the answer not there yet.
        case sending
        /// Bytes are the call's.
        case online
    }

    enum Request: Equatable, Sendable {
        case dial(context: Int)
        case hangUp
        case abortDialing
        case scan
        case abortScan
        case send(SubmittedMessage)
        case ussd(UssdRequest)
        case reboot
    }

    struct Output: Equatable, Sendable {
        var bytes: [UInt8] = []
        var requests: [Request] = []
        /// Command lines and final results, with secrets masked.
        var log: [String] = []
    }

    /// Longer lines are an error as a whole.
    static let longestLine = 1024

    private(set) var mode = Mode.command
    var echo = true
    /// +CMEE.
    var errorLevel = 0
    private var line: [UInt8] = []
    private var isOverlong = false

    mutating func receive(_ bytes: [UInt8], state: inout StickState) -> Output {
        var output = Output()
        var rest = bytes[...]
        while !rest.isEmpty {
            switch mode {
            case .command: takeCommand(&rest, &state, &output)
            case .dialing: takeAbort(&rest, &output)
            case .scanning: takeAbort(&rest, &output)
            case .entering(let length, let target): takeMessage(&rest, length, target, &state, &output)
            case .sending: rest = []
            case .online: return output
            }
        }
        return output
    }

    // MARK: Calls

    /// The call is through: the last thing said in command mode.
    mutating func connected(speed: Int) -> [UInt8] {
        mode = .online
        return Self.framed("CONNECT \(speed)")
    }

    /// The call, or the attempt, is over.
    mutating func disconnected() -> [UInt8] {
        mode = .command
        return Self.framed("NO CARRIER")
    }

    /// This port takes no dial command.
    mutating func refusedToDial() -> [UInt8] {
        mode = .command
        return Self.framed("ERROR")
    }

    // MARK: Scans

    /// The scan has come to its end, or failed.
    mutating func scanned(_ lines: [String], _ result: String) -> [UInt8] {
        mode = .command
        return (lines + [result]).flatMap(Self.framed)
    }

    // MARK: Messages

    /// The network has answered; nil when nobody waits for it any more.
    mutating func sent(reference: UInt8) -> [UInt8]? {
        guard mode == .sending else { return nil }
        mode = .command
        return Self.framed("+CMGS: \(reference)") + Self.framed("OK")
    }

    mutating func refusedToSend(code: Int) -> [UInt8]? {
        guard mode == .sending else { return nil }
        mode = .command
        return Self.framed(errorLevel == 0 ? "ERROR" : "+CMS ERROR: \(code)")
    }

    /// What was on its way, or being written, gets no answer.
    mutating func forgetMessage() {
        switch mode {
        case .sending, .entering: (mode, line, isOverlong) = (.command, [], false)
        case .command, .dialing, .scanning, .online: break
        }
    }

    /// An unsolicited line; nil while the port carries a call.
    func unsolicited(_ text: [UInt8]) -> [UInt8]? {
        mode == .online ? nil : Self.framed(text)
    }

    static func framed(_ text: String) -> [UInt8] { framed(Array(text.utf8)) }

    static func framed(_ text: [UInt8]) -> [UInt8] { [13, 10] + text + [13, 10] }

    // MARK: Lines

    private mutating func takeCommand(
        _ rest: inout ArraySlice<UInt8>, _ state: inout StickState, _ output: inout Output
    ) {
        let end = rest.firstIndex(of: Ascii.carriageReturn)
        let part = rest[..<(end ?? rest.endIndex)].filter { $0 != Ascii.lineFeed }
        rest = end.map { rest[($0 + 1)...] } ?? []
        if echo { output.bytes += part }
        // Twice the limit is never kept: a stick that is sent a film has to survive it.
        isOverlong = isOverlong || line.count + part.count > Self.longestLine
        if !isOverlong { line += part }
        guard end != nil else { return }
        if echo { output.bytes.append(Ascii.carriageReturn) }
        finishLine(&state, &output)
    }

    private mutating func finishLine(_ state: inout StickState, _ output: inout Output) {
        let text = line
        let tooLong = isOverlong
        line = []
        isOverlong = false
        if tooLong { return say("ERROR", &output) }
        // What comes before AT is noise, such as the echo of a terminal that is not raw yet; a line of nothing but noise
        // gets no answer (V.250, 5.2.1).
        guard let start = Self.command(in: text) else { return }
        let words = String(decoding: start, as: UTF8.self)
        output.log.append("< \(SecretMask.masked(words))")
        if state.quirks.ignoredCommands.contains(where: { words.uppercased().hasPrefix($0) }) { return }
        run(ATCommand.parse(start.dropFirst(2)), &state, &output)
    }

    /// From `AT` on, in either case; nil without it.
    private static func command(in line: [UInt8]) -> ArraySlice<UInt8>? {
        let start = line.indices.dropLast().first { index in
            Ascii.upper(line[index]) == UInt8(ascii: "A") && Ascii.upper(line[index + 1]) == UInt8(ascii: "T")
        }
        return start.map { line[$0...] }
    }

    private mutating func takeAbort(_ rest: inout ArraySlice<UInt8>, _ output: inout Output) {
        // The line feed of a CR LF is no reason to give up.
        rest = rest.drop { $0 == Ascii.lineFeed || $0 == Ascii.carriageReturn || $0 == 0 }
        // The character itself is lost; what follows is a command line again.
        guard rest.popFirst() != nil else { return }
        let isScan = mode == .scanning
        output.requests.append(isScan ? .abortScan : .abortDialing)
        output.log.append(isScan ? "> ERROR" : "> NO CARRIER")
        output.bytes += isScan ? scanned([], "ERROR") : disconnected()
    }

    /// 27.005, 3.5.1: Ctrl-Z sends, ESC gives up.
    private mutating func takeMessage(
        _ rest: inout ArraySlice<UInt8>, _ length: Int, _ target: SubmitTarget, _ state: inout StickState,
        _ output: inout Output
    ) {
        let end = rest.firstIndex { $0 == Ascii.controlZ || $0 == Ascii.escape }
        let part = rest[..<(end ?? rest.endIndex)]
        if echo { output.bytes += part }
        isOverlong = isOverlong || line.count + part.count > Self.longestLine
        if !isOverlong { line += part }
        guard let end else { return rest = [] }
        let isWanted = rest[end] == Ascii.controlZ
        rest = rest[(end + 1)...]
        let (text, tooLong) = (line, isOverlong)
        (line, isOverlong, mode) = ([], false, .command)
        output.log.append("< \(isWanted ? "a message" : "ESC")")
        if !isWanted { return say("OK", &output) }
        let reply = tooLong ? .messageRefused(.invalidPDU) : submit(text, length: length, to: target, &state)
        if act(on: reply, &output) { say("OK", &output) }
    }

    // MARK: Commands

    /// Commands run in order until one fails; the line gets one final result (V.250, 5.2.1).
    private mutating func run(_ commands: [ATCommand], _ state: inout StickState, _ output: inout Output) {
        for command in commands {
            guard act(on: answer(command, &state), &output) else { return }
        }
        say("OK", &output)
    }

    /// Whether the line goes on; otherwise it has its answer, or gets it later.
    private mutating func act(on reply: ATReply, _ output: inout Output) -> Bool {
        switch reply {
        case .ok(let lines):
            for line in lines { output.bytes += Self.framed(line) }
            return true
        case .hangUp:
            output.requests.append(.hangUp)
            return true
        case .reboot:
            output.requests.append(.reboot)
            return true
        case .ussd(let request):
            output.requests.append(.ussd(request))
            return true
        case .dial(let context): wait(.dialing, for: .dial(context: context), &output)
        case .scan: wait(.scanning, for: .scan, &output)
        case .send(let message): wait(.sending, for: .send(message), &output)
        case .prompt(let length, let target):
            mode = .entering(length: length, target)
            output.bytes += Array("\r\n> ".utf8)
        case .ignored: break
        case .error: say("ERROR", &output)
        case .noCarrier: say("NO CARRIER", &output)
        case .refused(let error): say(text(of: error), &output)
        case .messageRefused(let error): say(errorLevel == 0 ? "ERROR" : "+CMS ERROR: \(error.rawValue)", &output)
        }
        return false
    }

    private mutating func wait(_ mode: Mode, for request: Request, _ output: inout Output) {
        self.mode = mode
        output.requests.append(request)
    }

    private func text(of error: EquipmentError) -> String {
        switch errorLevel {
        case 0: "ERROR"
        case 1: "+CME ERROR: \(error.rawValue)"
        default: "+CME ERROR: \(error.text)"
        }
    }

    private func say(_ result: String, _ output: inout Output) {
        output.log.append("> \(result)")
        output.bytes += Self.framed(result)
    }
}
