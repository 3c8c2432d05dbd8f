/// Days or months as bars, one line each.
struct UsagePlot {
    let rows: [UsageRow]
    let date: (UInt64) -> String
    /// Columns that there are.
    let width: Int
    var paint = Paint.off

    /// Eighths of a cell (U+2588 to U+258F); the first is none.
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let full = "█"
    private static let roaming = "▒"
    /// A bar of fewer cells says nothing.
    private static let shortest = 8

    var text: String {
        let names = rows.map { date($0.time) }
        let amounts = rows.map { Quantity.bytes($0.bytes) }
        let nameWidth = names.map(\.count).max() ?? 0
        let amountWidth = amounts.map(\.count).max() ?? 0
        let cells = max(width - nameWidth - amountWidth - 2, Self.shortest)
        let most = rows.map(\.bytes).max() ?? 0
        let lines = zip(rows, zip(names, amounts)).map { row, texts in
            let bar = Self.bar(row, most: most, cells: cells)
            let blanks = String(repeating: " ", count: max(0, cells - bar.count))
            let amount = String(repeating: " ", count: amountWidth - texts.1.count) + texts.1
            return texts.0.padded(to: nameWidth) + " " + (bar.isEmpty ? "" : paint.bar(bar)) + blanks + " " + amount
        }
        let isAnywhereAbroad = rows.contains { $0.roaming > 0 }
        let legend = isAnywhereAbroad ? ["\(Self.full) at home  \(Self.roaming) in foreign networks"] : []
        return (lines + legend).joined(separator: "\n") + "\n"
    }

    /// In proportion to the largest. What was used at all is seen.
    private static func bar(_ row: UsageRow, most: UInt64, cells: Int) -> String {
        guard row.bytes > 0, most > 0 else { return "" }
        let parts = max(Int((Double(row.bytes) / Double(most) * Double(cells * 8)).rounded()), 1)
        let abroad = row.bytes == 0 ? 0 : Double(min(row.roaming, row.bytes)) / Double(row.bytes)
        guard abroad > 0 else { return String(repeating: full, count: parts / 8) + eighths[parts % 8] }
        let length = max((parts + 4) / 8, 1)
        let abroadLength = min(max(Int((abroad * Double(length)).rounded()), 1), length)
        return String(repeating: full, count: length - abroadLength) + String(repeating: roaming, count: abroadLength)
    }
}
