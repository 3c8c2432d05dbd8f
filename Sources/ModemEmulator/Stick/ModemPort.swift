package import EventLoop

/// One serial port of the running modem: a command interpreter, or nothing that answers.
@LoopActor package final class ModemPort {
    package enum Role: Equatable, Sendable {
        /// Answers AT.
        case at
        /// Answers AT and carries calls.
        case data
        /// Takes everything and says nothing, as Qualcomm's diagnostics do to AT.
        case diagnostics
    }

    package let name: String
    package let role: Role
    /// There is something to ``take(_:)``.
    var onOutput: (@LoopActor () -> Void)?
    /// ``receive(_:)`` takes bytes again.
    var onRoom: (@LoopActor () -> Void)?
    /// Data carrier detect has changed.
    var onCarrier: (@LoopActor (Bool) -> Void)?

    unowned let modem: VirtualModem
    private var interpreter = ATInterpreter()
    private var outgoing = ByteQueue(limit: 64 << 10)

    /// A port nobody reads keeps this much of what it had to say.
    private static let unreadLimit = 4 << 10
    private static let callHighWater = 32 << 10
    private static let callLowWater = 8 << 10

    init(name: String, role: Role, modem: VirtualModem) {
        self.name = name
        self.role = role
        self.modem = modem
    }

    var isAT: Bool { role != .diagnostics }
    var isOnline: Bool { interpreter.mode == .online }
    /// The call should bring no more for now.
    var isCongested: Bool { outgoing.count > Self.callHighWater }

    // MARK: The host's side

    /// Takes all bytes, or none: then ``onRoom`` says when to try again.
    func receive(_ bytes: [UInt8]) -> Bool {
        if modem.isClogged || isAsleep { return false }
        if answersWithZeros() { return true }
        guard isAT else { return true }
        if isOnline { return modem.carry(bytes) }
        if modem.isHung { return true }
        let output = interpreter.receive(bytes, state: &modem.state)
        for entry in output.log { modem.log.write("\(name)\(entry)") }
        say(output.bytes)
        for request in output.requests { modem.handle(request, from: self) }
        modem.settle()
        return true
    }

    /// At most `limit` bytes for the host; nil when there are none.
    func take(_ limit: Int) -> [UInt8]? {
        if outgoing.isEmpty { return nil }
        let bytes = outgoing.take(limit)
        if isOnline && outgoing.count < Self.callLowWater { modem.callHasRoom() }
        return bytes
    }

    /// The host opens (raises) or closes (drops) the port.
    func setDataTerminalReady(_ raised: Bool) {
        if raised { return }
        // Nobody is listening any more, and AT&D2 ends the call.
        switch interpreter.mode {
        case .command: break
        case .scanning:
            _ = interpreter.scanned([], "ERROR")
            modem.endScan(of: self)
        case .entering, .sending: interpreter.forgetMessage()
        case .dialing, .online: modem.endCall(because: "DTR dropped", announce: false)
        }
        outgoing.removeAll()
    }

    func note(_ event: String) { modem.log.write(event) }

    // MARK: The modem's side

    func powerOn() {
        interpreter = ATInterpreter()
        outgoing.removeAll()
    }

    func announce(_ lines: [[UInt8]]) {
        guard isAT, !modem.isHung else { return }
        for line in lines {
            guard let bytes = interpreter.unsolicited(line) else { return }
            say(bytes)
        }
    }

    func connected(speed: Int) {
        say(interpreter.connected(speed: speed))
        modem.log.write("\(name)> CONNECT \(speed)")
        onCarrier?(true)
    }

    func refuseToDial() {
        say(interpreter.refusedToDial())
        modem.log.write("\(name)> ERROR")
    }

    func scanned(_ lines: [String], _ result: String) {
        say(interpreter.scanned(lines, result))
        modem.log.write("\(name)> \(result)")
    }

    func sent(reference: UInt8) {
        guard let bytes = interpreter.sent(reference: reference) else { return }
        say(bytes)
        modem.log.write("\(name)> +CMGS: \(reference)")
    }

    func refusedToSend(code: Int) {
        guard let bytes = interpreter.refusedToSend(code: code) else { return }
        say(bytes)
        modem.log.write("\(name)> +CMS ERROR: \(code)")
    }

    func forgetMessage() { interpreter.forgetMessage() }

    func disconnected(announce: Bool) {
        let wasOnline = isOnline
        let bytes = interpreter.disconnected()
        if announce {
            say(bytes)
            modem.log.write("\(name)> NO CARRIER")
        }
        if wasOnline { onCarrier?(false) }
        onRoom?()
    }

    /// Bytes of a call.
    func deliver(_ bytes: [UInt8]) {
        outgoing.append(bytes)
        onOutput?()
    }

    /// False when it was dropped: nobody reads.
    @discardableResult
    func say(_ bytes: [UInt8]) -> Bool {
        if bytes.isEmpty || outgoing.count > Self.unreadLimit || !outgoing.append(bytes) { return false }
        onOutput?()
        return true
    }
}
