package import EventLoop

/// What the control socket acts on.
@LoopActor package protocol ControlTarget: AnyObject {
    /// Returns the answer, nil for a plain `ok`.
    func perform(_ command: ControlCommand) async throws(ControlError) -> String?
}

/// Becomes `error: …` on the control socket.
package struct ControlError: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

extension VirtualModem {
    /// The commands that concern the running modem alone; false for the others.
    func perform(_ command: ControlCommand) throws(ControlError) -> Bool {
        switch command {
        case .dropCarrier:
            if case .none = call { throw ControlError("there is no call") }
            endCall(because: "the network dropped it", announce: true)
        case .stallPPP(let on): isStalled = on
        case .hang(let on): isHung = on
        case .clog(let on): isClogged = on
        case .garbage: sayGarbage(Self.garbage)
        case .flood(let rate): setFlood(rate: rate)
        case .coverage(let coverage): setCoverage(coverage)
        case .card(let isIn): try moveCard(isIn)
        case .unsolicited(let text): announce([text])
        case .ussd(let command): try perform(command)
        case .radio(let command): perform(command)
        case .plug, .unplug, .status, .message, .reboot, .quit: return false
        }
        return true
    }

    /// Zeros as some ports send them, bytes beyond ASCII, and the beginning of an answer nobody asked for.
    private static let garbage: [UInt8] =
        [UInt8](repeating: 0, count: 32) + [0xFF, 0x7E, 0x80, 0x1B, 0x0D, 0xC3, 0x28] + Array("+CREG: 9,".utf8)
}

extension VirtualStick: ControlTarget {
    package func perform(_ command: ControlCommand) async throws(ControlError) -> String? {
        log.write("control: \(command)")
        if try modem.perform(command) { return nil }
        switch command {
        case .status: return status
        case .message(let command): return try modem.perform(command)
        case .plug where isPlugged: throw ControlError("the stick is plugged in")
        case .unplug where !isPlugged, .reboot where !isPlugged: throw ControlError("the stick is not plugged in")
        case .plug: try await report { () async throws(EmulatorError) in try await plug() }
        case .unplug: try await report { () async throws(EmulatorError) in try await unplug() }
        case .reboot: try await report { () async throws(EmulatorError) in try await reboot() }
        case .dropCarrier, .stallPPP, .hang, .clog, .garbage, .flood, .coverage, .card, .unsolicited, .ussd,
            .radio, .quit:
            break
        }
        return nil
    }

    private func report(_ body: () async throws(EmulatorError) -> Void) async throws(ControlError) {
        do throws(EmulatorError) {
            try await body()
        } catch {
            throw ControlError("\(error)")
        }
    }
}
