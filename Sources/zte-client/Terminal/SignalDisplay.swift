import EventLoop
import Glibc
import ModemClient

/// Shows the signal of a stick at regular times.
@LoopActor final class SignalDisplay {
    enum Style: Equatable {
        case json, lines
        /// A picture that is drawn over the one before.
        case plot
    }

    /// As it was last seen.
    var modem: RemoteModem
    private let style: Style
    private let interval: Duration
    private let output: Output
    private let clock = LoopClock.monotonic
    private var samples: [Double?] = []
    /// Lines that are on the terminal, above the cursor.
    private var drawn = 0
    private var tasks: [Task<Void, Never>] = []

    /// No window is wider.
    private static let sampleLimit = 1000

    init(_ modem: RemoteModem, style: Style, interval: Duration, output: Output = .standard) {
        self.modem = modem
        self.style = style
        self.interval = interval
        self.output = output
    }

    static func style(json: Bool, output: Output = .standard) -> Style {
        if json { return .json }
        return output.isTerminal && Output.variable("TERM") != "dumb" ? .plot : .lines
    }

    func begin() {
        tasks.append(
            Task { @LoopActor in
                repeat { self.take() } while (try? await self.clock.sleep(for: self.interval)) != nil
            })
        guard style == .plot, let resizes = try? SignalStream([SIGWINCH]) else { return }
        tasks.append(
            Task { @LoopActor in
                for await _ in resizes.signals { self.redraw() }
            })
    }

    func finish() {
        for task in tasks { task.cancel() }
        tasks = []
    }

    private func take() {
        let signal = SignalText(modem: modem)
        switch style {
        case .json: try? output.writeLine(signal.json(at: .now).text)
        case .lines:
            try? output.writeLine(WallClock.now.timeOfDay + "  " + EscapedText.escape(signal.text ?? "not known"))
        case .plot:
            samples.append(signal.dBm)
            samples = samples.suffix(Self.sampleLimit)
            try? output.write((drawn > 0 ? "\r\u{1b}[\(drawn)A" : "") + picture())
        }
    }

    /// The terminal has broken the lines anew, and nobody knows where they are.
    private func redraw() { try? output.write("\u{1b}[2J\u{1b}[H" + picture()) }

    private func picture() -> String {
        let window = output.window ?? (columns: 80, rows: 24)
        // One row for the words, and one for the cursor.
        let plot = SignalPlot(samples: samples, columns: window.columns, rows: window.rows - 2, paint: output.paint)
        let words = "\(modem.physicalPort): " + (SignalText(modem: modem).text ?? "not known")
        let heading = EscapedText.escape(words).clipped(to: max(window.columns - 1, 1))
        let lines = ([heading] + plot.lines).suffix(max(window.rows - 1, 1))
        drawn = lines.count
        return lines.map { $0 + "\u{1b}[K\n" }.joined() + "\u{1b}[J"
    }
}
