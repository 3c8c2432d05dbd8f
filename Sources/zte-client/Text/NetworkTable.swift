import DBus

/// Networks that were found, one line each.
struct NetworkTable {
    /// As Scan answers.
    let networks: [[String: Value]]
    var paint = Paint.off

    private static let titles = ["CODE", "NAME", "TECHNOLOGY", "STATUS"]
    private static let widest = 40

    var text: String {
        let rows = networks.map(Self.cells)
        let widths = Self.titles.indices.map { column in ([Self.titles] + rows).map { $0[column].count }.max() ?? 0 }
        let heading = paint.title(Self.line(Self.titles, widths))
        return ([heading] + rows.map { Self.line($0, widths) }).joined(separator: "\n") + "\n"
    }

    private static func cells(_ network: [String: Value]) -> [String] {
        let name = text("name", in: network) ?? text("short-name", in: network)
        return [text("code", in: network), name, text("technology", in: network), text("status", in: network)]
            .map { EscapedText.escape($0 ?? "-").clipped(to: widest) }
    }

    private static func text(_ key: String, in network: [String: Value]) -> String? {
        guard case .string(let text)? = network[key]?.unwrapped, !text.isEmpty else { return nil }
        return text
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        return String(padded.reversed().drop { $0 == " " }.reversed())
    }
}
