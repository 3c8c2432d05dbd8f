/// What somebody at the control socket does to the network around the stick.
package enum RadioCommand: Equatable, Sendable, CustomStringConvertible {
    /// The stick moves to another cell; both numbers in hexadecimal.
    case cell(area: UInt16, cell: UInt32)
    /// As +CSQ has it.
    case signal(Int)
    /// As +ZPAS names it.
    case technology(String)
    /// The network tells the time, as +CCLK shows it.
    case time(String)

    package static let usage =
        "cell LAC CELL (hexadecimal), signal 0-31|99, technology GPRS|EDGE|3G|HSDPA, time YY/MM/DD,HH:MM:SS+ZZ"

    private static let technologies = ["GSM", "GPRS", "EDGE", "3G", "HSDPA"]

    /// nil for a line that is none of these.
    init?(_ verb: some StringProtocol, _ rest: some StringProtocol) {
        var words = ControlWords(rest)
        switch verb {
        case "cell":
            guard let area = words.next().flatMap({ UInt16($0, radix: 16) }),
                let cell = words.next().flatMap({ UInt32($0, radix: 16) })
            else { return nil }
            self = .cell(area: area, cell: cell)
        case "signal":
            guard let level: Int = words.number(0...99), level < 32 || level == 99 else { return nil }
            self = .signal(level)
        case "technology":
            guard let name = words.next(), Self.technologies.contains(name) else { return nil }
            self = .technology(name)
        case "time":
            guard let clock = words.next(), PDUTime.bytes(clock) != nil else { return nil }
            self = .time(clock)
        default: return nil
        }
        if !words.isEmpty { return nil }
    }

    /// As it is written.
    package var description: String {
        switch self {
        case .cell(let area, let cell):
            "cell \(ATInterpreter.hexadecimal(area, width: 4)) \(ATInterpreter.hexadecimal(cell, width: 8))"
        case .signal(let level): "signal \(level)"
        case .technology(let name): "technology \(name)"
        case .time(let clock): "time \(clock)"
        }
    }
}
