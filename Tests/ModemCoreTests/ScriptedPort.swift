import EventLoop
import ModemCore
import TestSupport

/// A tty whose other end is a table of answers: what a stick would say, without a stick.
@LoopActor final class ScriptedPort: SerialPort {
    nonisolated let name: String
    private(set) var incoming: AsyncStream<[UInt8]>
    private(set) var sent: [String] = []
    private(set) var isLent = false
    private(set) var isClosed = false
    private var output: AsyncStream<[UInt8]>.Continuation
    private let stick: ScriptedStick
    private var partial = ""

    init(_ name: String, stick: ScriptedStick) {
        self.name = name
        self.stick = stick
        (incoming, output) = AsyncStream.makeStream()
    }

    func write(_ bytes: [UInt8]) async throws(SerialError) {
        if isClosed { throw .gone }
        var bytes = bytes[...]
        if let answer = stick.abortAnswer(on: name), let character = bytes.popFirst() {
            stick.aborts.append(character)
            say(answer)
        }
        // Blanks in front of a command mean nothing (V.250, 5.2.1).
        partial += String(decoding: partial.isEmpty ? bytes.drop { $0 == 0x20 } : bytes, as: UTF8.self)
        while let end = partial.firstIndex(of: "\r") {
            let line = String(partial[..<end])
            partial = String(partial[partial.index(after: end)...])
            sent.append(line)
            stick.log.append(line)
            if let answer = stick.answer(to: line, on: name) { say(answer) }
        }
    }

    /// Bytes from the stick.
    func say(_ text: String) { say(Array(text.utf8)) }
    func say(_ bytes: [UInt8]) { for piece in stick.cut(bytes) { output.yield(piece) } }
    func hangUp() { output.finish() }

    func lend() async throws(SerialError) { isLent = true }

    /// The carrier dropped while the tty was lent.
    var isHungUp = false

    func takeBack() async throws(SerialError) {
        if isHungUp { throw .gone }
        isLent = false
        (incoming, output) = AsyncStream.makeStream()
    }

    func close() async {
        isClosed = true
        output.finish()
    }
}

/// The answers of a stick, by command line.
@LoopActor final class ScriptedStick {
    var log: [String] = []
    /// nil: silence.
    var answers: [String: String] = [
        "ATE0+CPMS?": "\r\n+CPMS: \"SM\",0,20\r\n\r\nOK\r\n", "AT": "\r\nOK\r\n", "AT+CMEE=1": "\r\nOK\r\n",
        "AT+CGMI": "\r\nZTE INCORPORATED\r\n\r\nOK\r\n", "AT+CGMM": "\r\nMF622\r\n\r\nOK\r\n",
        "AT+CGMR": "\r\nBD_3UKP671M3V1.0.0B08\r\n\r\nOK\r\n", "AT+CGSN": "\r\n357682010000001\r\n\r\nOK\r\n",
        "AT+CPIN?": "\r\n+CPIN: READY\r\n\r\nOK\r\n", "AT+ZPINPUK=?": "\r\n+ZPINPUK: 3,10\r\n\r\nOK\r\n",
        "AT+CRSM=176,12258,0,0,10": "\r\n+CRSM: 144,0,\"98941000000000000010\"\r\n\r\nOK\r\n",
        "AT+CIMI": "\r\n262011234567890\r\n\r\nOK\r\n", "AT+CREG=2": "\r\nOK\r\n", "AT+CGREG=2": "\r\nOK\r\n",
        "AT+CREG?": "\r\n+CREG: 2,1,\"00C3\",\"0000ABCD\"\r\n\r\nOK\r\n",
        "AT+CGREG?": "\r\n+CGREG: 2,1\r\n\r\nOK\r\n", "AT+CSQ": "\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
        "AT+COPS=3,2;+COPS?;+COPS=3,0;+COPS?":
            "\r\n+COPS: 0,2,\"26201\",2\r\n\r\n+COPS: 0,0,\"Telekom\",2\r\n\r\nOK\r\n",
        "AT+ZPAS?": "\r\n+ZPAS: \"HSDPA\",\"CS_PS\"\r\n\r\nOK\r\n",
        "AT+CGDCONT=1,\"IP\",\"internet\"": "\r\nOK\r\n", "ATD*99***1#": "\r\nCONNECT 7200000\r\n",
    ]
    /// Ports that answer nothing.
    var silentPorts: Set<String> = []
    /// Recorded answers, which come before those above: the first one first, the last one again and again.
    private var recorded: [String: [[UInt8]]] = [:]
    /// Commands that take for ever and end when a character is sent, with what is said then.
    var abortable: [String: String] = [:]
    /// The characters that ended one.
    var aborts: [UInt8] = []
    private var running: [String: String] = [:]
    /// How what it says is cut into reads.
    var cut: @LoopActor ([UInt8]) -> [[UInt8]] = { [$0] }
    /// Commands that get no answer.
    var mute: Set<String> = []
    /// What only one port answers, by its name.
    var answersOfPort: [String: [String: String]] = [:]
    /// Commands that make a port hang.
    var wedges: [String: String] = [:]

    /// Answers as the transcript has it, and with ERROR what it has not.
    func follow(_ transcript: Transcript) {
        answers = ["AT": "\r\nOK\r\n"]
        for exchange in transcript.exchanges { recorded[exchange.command, default: []].append(exchange.answer) }
    }

    /// What the command that is running on the port says when it is aborted.
    func abortAnswer(on port: String) -> [UInt8]? {
        guard !silentPorts.contains(port), let line = running.removeValue(forKey: port) else { return nil }
        return abortable[line].map { Array($0.utf8) }
    }

    /// Answers with these lines and a final result, one after the other; with the last one again and again.
    func says(_ answers: String..., to command: String) {
        recorded[command] = answers.map { answer in
            Array(answer.split(separator: "|").map { "\r\n\($0)\r\n" }.joined().utf8)
        }
    }

    func answer(to line: String, on port: String) -> [UInt8]? {
        if wedges[port] == line { silentPorts.insert(port) }
        if silentPorts.contains(port) || mute.contains(line) || !line.hasPrefix("AT") { return nil }
        if abortable[line] != nil {
            running[port] = line
            return nil
        }
        if let answer = answersOfPort[port]?[line] { return Array(answer.utf8) }
        if let first = recorded[line]?.first {
            if recorded[line]?.count != 1 { recorded[line]?.removeFirst() }
            return first
        }
        return Array((answers[line] ?? "\r\n+CME ERROR: 4\r\n").utf8)
    }
}

@LoopActor final class ScriptedPorts: SerialPortOpener {
    let stick: ScriptedStick
    private(set) var opened: [ScriptedPort] = []
    var refusal: SerialError?
    /// Opening a port makes it answer again.
    var reopeningHelps = false

    init(_ stick: ScriptedStick) { self.stick = stick }

    func open(_ port: TTYPort) async throws(SerialError) -> any SerialPort {
        if let refusal { throw refusal }
        // As with a real tty, whose lock the first opener holds.
        if opened.contains(where: { $0.name == port.node && !$0.isClosed }) { throw .busy }
        if reopeningHelps { stick.silentPorts.remove(port.node) }
        let scripted = ScriptedPort(port.node, stick: stick)
        opened.append(scripted)
        return scripted
    }

    func port(_ node: String) -> ScriptedPort? { opened.last { $0.name == node } }
}
