/// One line on the control socket: what somebody does to the stick from outside.
package enum ControlCommand: Equatable, Sendable, CustomStringConvertible {
    case plug
    case unplug
    case status
    /// The network ends the call.
    case dropCarrier
    /// A call stays up and carries nothing.
    case stallPPP(Bool)
    /// AT ports take commands and answer nothing.
    case hang(Bool)
    /// Ports take nothing: the host's transfers wait.
    case clog(Bool)
    /// Bytes that are no line, on every AT port.
    case garbage
    /// Unsolicited lines on every AT port, so many in a second; 0 ends it.
    case flood(Int)
    case coverage(RadioNetwork.Coverage)
    /// The card is in its slot, or somebody has taken it out of the running stick.
    case card(Bool)
    /// An unsolicited line on every AT port.
    case unsolicited(String)
    case message(MessageCommand)
    case ussd(UssdCommand)
    case radio(RadioCommand)
    case reboot
    case quit

    /// How they are written, for usage messages.
    package static let usage =
        "plug, unplug, status, drop-carrier, stall-ppp on|off, hang on|off, clog on|off, garbage, flood LINES, reg-lost, "
        + "registered, roaming, denied, sim-out, sim-in, urc TEXT, reboot, quit, "
        + [MessageCommand.usage, UssdCommand.usage, RadioCommand.usage].joined(separator: ", ")

    /// More in a second than any stick says.
    static let longestFlood = 1_000_000

    /// As it is written.
    package var description: String {
        switch self {
        case .plug: "plug"
        case .unplug: "unplug"
        case .status: "status"
        case .dropCarrier: "drop-carrier"
        case .stallPPP(let on): "stall-ppp \(on ? "on" : "off")"
        case .hang(let on): "hang \(on ? "on" : "off")"
        case .clog(let on): "clog \(on ? "on" : "off")"
        case .garbage: "garbage"
        case .flood(let rate): "flood \(rate)"
        case .coverage(.none): "reg-lost"
        case .coverage(.home): "registered"
        case .coverage(.roaming): "roaming"
        case .coverage(.denied): "denied"
        case .card(let isIn): isIn ? "sim-in" : "sim-out"
        case .unsolicited(let text): "urc \(text)"
        case .message(let command): "\(command)"
        case .ussd(let command): "\(command)"
        case .radio(let command): "\(command)"
        case .reboot: "reboot"
        case .quit: "quit"
        }
    }

    /// nil for a line that is none of these.
    package init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let verb = words.first else { return nil }
        let rest = words.count > 1 ? words[1].trimmed : ""
        switch (verb, rest) {
        case ("plug", ""): self = .plug
        case ("unplug", ""): self = .unplug
        case ("status", ""): self = .status
        case ("drop-carrier", ""): self = .dropCarrier
        case ("stall-ppp", "on"): self = .stallPPP(true)
        case ("stall-ppp", "off"): self = .stallPPP(false)
        case ("hang", "on"): self = .hang(true)
        case ("hang", "off"): self = .hang(false)
        case ("clog", "on"): self = .clog(true)
        case ("clog", "off"): self = .clog(false)
        case ("garbage", ""): self = .garbage
        case ("flood", let text):
            guard let rate = Int(text), (0...Self.longestFlood).contains(rate) else { return nil }
            self = .flood(rate)
        case ("reg-lost", ""): self = .coverage(.none)
        case ("registered", ""): self = .coverage(.home)
        case ("roaming", ""): self = .coverage(.roaming)
        case ("denied", ""): self = .coverage(.denied)
        case ("sim-out", ""): self = .card(false)
        case ("sim-in", ""): self = .card(true)
        case ("urc", let text) where !text.isEmpty: self = .unsolicited(String(text))
        case ("reboot", ""): self = .reboot
        case ("quit", ""): self = .quit
        default:
            if let command = MessageCommand(verb, rest) {
                self = .message(command)
            } else if let command = UssdCommand(verb, rest) {
                self = .ussd(command)
            } else if let command = RadioCommand(verb, rest) {
                self = .radio(command)
            } else {
                return nil
            }
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
