internal import EventLoop
internal import Glibc
internal import ModemCore

/// Why pppd ended, from its exit status (pppd(8), EXIT STATUS: the same in 2.4.9 and 2.5.x), from what it said last, and
/// from what we had asked of it.
struct ExitCause: Equatable, Sendable {
    /// What we did to end the call.
    enum Request: Equatable, Sendable {
        case nothing
        case hangUp
        /// No address in time.
        case startTimeOver
        /// The network gave another address in the middle of the call: sockets are dead, so is the call.
        case addressChanged
    }

    /// Nil for our own hang-up, whatever pppd made of it.
    let error: CallError?

    init(_ end: ProcessEnd, messages: [String], request: Request) {
        switch request {
        case .hangUp: error = nil
        case .startTimeOver: error = .timedOut
        case .addressChanged: error = .failed(status: Self.status(end), message: "the network changed the address")
        case .nothing: error = Self.cause(end, Messages(messages))
        }
    }

    private static func cause(_ end: ProcessEnd, _ messages: Messages) -> CallError {
        switch end {
        case .killed(let signal): .failed(status: status(end), message: "pppd was killed by signal \(signal)")
        case .exited(let status): cause(exitStatus: status, messages)
        }
    }

    private static func cause(exitStatus status: Int32, _ messages: Messages) -> CallError {
        // 10 is also what is left of a call that the peer ended before it had an address, as sticks do when the network
        // refuses the context; 16 what follows when the stick drops DCD right after its TermReq.
        if [0, 10, 16].contains(status), messages.contain("terminated by peer") { return .terminatedByPeer }
        return switch status {
        case 1 where messages.contain("Couldn't set tty to PPP discipline: Invalid argument"): .noKernelSupport
        case 3: .notPermitted
        case 4:
            messages.containAny(["Operation not permitted", "Permission denied"]) ? .notPermitted : .noKernelSupport
        case 6, 7: .portUnavailable
        // 17: our own frames came back. Nobody speaks PPP, the stick is in command mode and echoes.
        case 10, 17: .negotiationFailed
        case 11, 19: .authenticationFailed
        case 15: .peerDead
        case 16: .hangUp
        default: .failed(status: status, message: messages.telling ?? "pppd ended without a word")
        }
    }

    /// As a shell counts: 128 and the signal's number for a process that was killed.
    private static func status(_ end: ProcessEnd) -> Int32 {
        switch end {
        case .exited(let status): status
        case .killed(let signal): 128 + (signal & 0x7f)
        }
    }
}

private struct Messages {
    let lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    func contain(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    func containAny(_ texts: [String]) -> Bool { texts.contains(where: contain) }

    /// The last line that says more than that it is over.
    var telling: String? {
        lines.last { line in !Self.farewells.contains { line.hasPrefix($0) } }
    }

    private static let farewells = ["Connection terminated", "Connect time", "Sent ", "Exit."]
}
