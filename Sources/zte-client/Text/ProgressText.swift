/// What is written while something takes its time.
struct ProgressText {
    enum Style: Equatable {
        /// One line of a terminal of that many columns, overwritten again and again.
        case line(width: Int)
        /// A line for each new step: a file, or a terminal that cannot do better.
        case log
    }

    let style: Style
    private var last: String?

    init(_ style: Style) { self.style = style }

    /// - Parameter step: what is going on now.
    /// - Returns: the characters to write; none where there is no news.
    mutating func show(_ step: String, elapsed: Duration) -> String {
        let step = EscapedText.escape(step)
        defer { last = step }
        switch style {
        case .line(let width):
            let time = " (\(elapsed.components.seconds) s)"
            return "\r" + step.clipped(to: max(0, width - 1 - time.count)) + time + "\u{1b}[K"
        case .log:
            return step == last ? "" : Self.seconds(elapsed) + "  " + step + "\n"
        }
    }

    /// Makes room for what comes next.
    mutating func finish() -> String {
        defer { last = nil }
        return style != .log && last != nil ? "\r\u{1b}[K" : ""
    }

    /// `  3.2 s`
    private static func seconds(_ elapsed: Duration) -> String {
        let (seconds, attoseconds) = elapsed.components
        let text = "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
        return String(repeating: " ", count: max(0, 7 - text.count)) + text
    }
}
