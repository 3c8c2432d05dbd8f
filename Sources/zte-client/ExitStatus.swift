/// What the program says to a script. The numbers are part of its interface.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case failed = 1
    case usage = 2
    case noStick = 3
    case notRunning = 4
    case notAllowed = 5
    case timeout = 6
    case problem = 7
    /// 128 + SIGINT, as shells count.
    case interrupted = 130

    var meaning: String {
        switch self {
        case .success: "done"
        case .failed: "the action failed, for the reason that was printed"
        case .usage: "wrong usage, or a setting that is not allowed"
        case .noStick: "no stick is plugged in, or it is not clear which one is meant"
        case .notRunning: "zte-modemd is not running, or ended meanwhile; or there is no bus"
        case .notAllowed: "not authorised"
        case .timeout: "the stick, the network or the service took too long"
        case .problem: "doctor has found a problem"
        case .interrupted: "interrupted; what was begun goes on"
        }
    }

    /// The table for `--help`.
    static let table = (["EXIT STATUS:"] + allCases.map { "  \($0.rawValue)".padded(to: 6) + $0.meaning })
        .joined(separator: "\n")
}
