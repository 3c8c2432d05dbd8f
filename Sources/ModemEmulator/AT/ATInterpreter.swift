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
        /// Bytes are the call's.
        case online
    }

    enum Request: Equatable, Sendable {
        case dial(context: Int)
        case hangUp
        case abortDialing
        case scan
        case abortScan
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

    /// An unsolicited line; nil while the port carries a call.
    func unsolicited(_ text: String) -> [UInt8]? {
        mode == .online ? nil : Self.framed(text)
    }

    static func framed(_ text: String) -> [UInt8] { Array("\r\n\(text)\r\n".utf8) }

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

    // MARK: Commands

    /// Commands run in order until one fails; the line gets one final result (V.250, 5.2.1).
    private mutating func run(_ commands: [ATCommand], _ state: inout StickState, _ output: inout Output) {
        for command in commands {
            switch answer(command, &state) {
            case .ok(let lines): for line in lines { output.bytes += Self.framed(line) }
            case .hangUp: output.requests.append(.hangUp)
            case .reboot: output.requests.append(.reboot)
            case .dial(let context):
                mode = .dialing
                output.requests.append(.dial(context: context))
                return
            case .scan:
                mode = .scanning
                output.requests.append(.scan)
                return
            case .error: return say("ERROR", &output)
            case .noCarrier: return say("NO CARRIER", &output)
            case .refused(let error): return say(text(of: error), &output)
            case .messageRefused(let code): return say(errorLevel == 0 ? "ERROR" : "+CMS ERROR: \(code)", &output)
            }
        }
        say("OK", &output)
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
