/// One thing that was looked at.
struct Finding: Equatable, Sendable {
    enum Status: String, Sendable {
        case ok
        case problem
        /// Worth knowing, and nothing wrong by itself.
        case note
        /// What comes before it makes it moot, or it cannot be seen from here.
        case skipped
    }

    let status: Status
    /// What was looked at, such as `service` or `driver`.
    let check: String
    let found: String
    /// What to do.
    let advice: String?

    init(_ status: Status, _ check: String, _ found: String, advice: String? = nil) {
        self.status = status
        self.check = check
        self.found = found
        self.advice = advice
    }

    static func ok(_ check: String, _ found: String) -> Finding { Finding(.ok, check, found) }

    static func problem(_ check: String, _ found: String, _ advice: String) -> Finding {
        Finding(.problem, check, found, advice: advice)
    }

    static func note(_ check: String, _ found: String, _ advice: String? = nil) -> Finding {
        Finding(.note, check, found, advice: advice)
    }

    static func skipped(_ check: String, _ why: String) -> Finding { Finding(.skipped, check, why) }
}
