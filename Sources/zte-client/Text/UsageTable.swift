/// Days or months, one line each, and their sum.
struct UsageTable {
    let rows: [UsageRow]
    /// Such as `DAY`.
    let title: String
    let date: (UInt64) -> String
    var paint = Paint.off

    var text: String {
        let titles = [title, "RECEIVED", "SENT", "ROAMING", "CONNECTED"]
        var lines = rows.map { cells(date($0.time), $0) }
        if rows.count > 1 { lines.append(cells("total", rows.dropFirst().reduce(rows[0], +))) }
        let widths = titles.indices.map { column in ([titles] + lines).map { $0[column].count }.max() ?? 0 }
        return ([paint.title(Self.line(titles, widths))] + lines.map { Self.line($0, widths) })
            .joined(separator: "\n") + "\n"
    }

    private func cells(_ name: String, _ row: UsageRow) -> [String] {
        [
            name, Quantity.bytes(row.received), Quantity.bytes(row.sent),
            row.roaming == 0 ? "-" : Quantity.bytes(row.roaming), Quantity.span(seconds: row.seconds),
        ]
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        return String(padded.reversed().drop { $0 == " " }.reversed())
    }
}
