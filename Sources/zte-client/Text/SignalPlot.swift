/// Received power over time, as a line in a window of characters.
struct SignalPlot: Equatable {
    /// In dBm, the newest last; nil where it was not known.
    let samples: [Double?]
    let columns: Int
    let rows: Int
    var paint = Paint.off

    /// What `+CSQ` can tell (3GPP TS 27.007, 8.5).
    private static let (strongest, weakest) = (-51.0, -113.0)
    private static let axisWidth = 6
    private static let (fewest, most) = (3, 16)

    /// How many samples there is room for.
    static func capacity(columns: Int) -> Int { max(columns - axisWidth - 1, 1) }

    private var height: Int { min(max(rows, Self.fewest), Self.most) }

    /// From top to bottom, each narrower than the window.
    var lines: [String] {
        let shown = samples.suffix(Self.capacity(columns: columns)).map { $0.map(level) }
        var cells = Array(repeating: Array(repeating: Character(" "), count: shown.count), count: height)
        var before: Int?
        for (column, level) in shown.enumerated() {
            if let level { Self.draw(from: before ?? level, to: level, in: column, &cells) }
            before = level
        }
        return cells.enumerated().map { row, line in
            let text = String(line)
            return axis(row) + (text.allSatisfy { $0 == " " } ? "" : paint.bar(text))
        }
    }

    /// The row of a power, 0 at the top.
    private func level(_ dBm: Double) -> Int {
        let share = (Self.strongest - dBm) / (Self.strongest - Self.weakest)
        return Int((min(max(share, 0), 1) * Double(height - 1)).rounded())
    }

    private static func draw(from old: Int, to new: Int, in column: Int, _ cells: inout [[Character]]) {
        if old == new {
            cells[new][column] = "─"
            return
        }
        let isFalling = new > old
        for row in min(old, new)...max(old, new) { cells[row][column] = "│" }
        cells[old][column] = isFalling ? "╮" : "╯"
        cells[new][column] = isFalling ? "╰" : "╭"
    }

    /// Every third row says what it stands for.
    private func axis(_ row: Int) -> String {
        let isNamed = row % 3 == 0 || row == height - 1
        guard isNamed, columns > Self.axisWidth else { return String(repeating: " ", count: Self.axisWidth - 2) + " │" }
        let power = Self.strongest - (Self.strongest - Self.weakest) * Double(row) / Double(height - 1)
        let text = "\(Int(power.rounded()))"
        return String(repeating: " ", count: max(0, Self.axisWidth - 2 - text.count)) + text + " ┤"
    }
}
