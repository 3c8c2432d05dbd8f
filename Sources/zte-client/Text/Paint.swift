/// Colours, for a terminal whose owner wants them.
struct Paint: Equatable {
    let isOn: Bool

    static let off = Paint(isOn: false)

    /// - Parameter environment: `NO_COLOR` (https://no-color.org) and `TERM=dumb` turn it off.
    init(isTerminal: Bool, environment: (String) -> String?) {
        let refuses = environment("NO_COLOR").map { !$0.isEmpty } ?? false
        isOn = isTerminal && !refuses && environment("TERM") != "dumb"
    }

    private init(isOn: Bool) { self.isOn = isOn }

    func title(_ text: String) -> String { wrap(text, "1") }

    func bar(_ text: String) -> String { wrap(text, "36") }

    /// A text about a state: what works and what does not are seen at a glance.
    func state(_ text: String, of state: String) -> String {
        switch state {
        case "connected": wrap(text, "32")
        case "failed", "locked": wrap(text, "31")
        default: text
        }
    }

    private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }
}
