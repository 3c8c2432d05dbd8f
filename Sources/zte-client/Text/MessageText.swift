import DBus

/// A message as the service tells it, in words. What came over the air is escaped here.
struct MessageText {
    private let values: [String: Value]

    init(_ values: [String: Value]) { self.values = values }

    var id: UInt32 { if case .uint32(let id)? = values["id"]?.unwrapped { id } else { 0 } }
    var state: String { text("state") ?? "" }
    var reason: String { text("reason") ?? "" }
    /// Nothing more of it is to come, or is not waited for.
    var hasArrived: Bool { ["received", "incomplete", "unreadable"].contains(state) }
    private var isReceived: Bool { text("direction") == "received" }

    private func text(_ key: String) -> String? {
        if case .string(let text)? = values[key]?.unwrapped { text } else { nil }
    }

    private func number(_ key: String) -> UInt32? {
        if case .uint32(let number)? = values[key]?.unwrapped { number } else { nil }
    }

    /// Data as hexadecimal digits: octets are no text.
    var json: JSON {
        .object(
            values.sorted { $0.key < $1.key }.map { key, value in
                (key, key == "data" ? .string(data ?? "") : JSON(value))
            })
    }

    private var data: String? {
        guard case .array(_, let octets)? = values["data"]?.unwrapped else { return nil }
        return octets.map { octet in
            if case .byte(let byte) = octet { EscapedText.hexadecimal(UInt32(byte), digits: 2) } else { "" }
        }.joined()
    }

    /// The text on one line, or what there is instead.
    private var summary: String {
        if let text = text("text") { return EscapedText.escape(text) }
        return data.map { "(data) \($0)" } ?? ""
    }

    var cells: [String] {
        let arrow = isReceived ? "<" : ">"
        return [
            "\(id)", EscapedText.escape(text("time") ?? ""), arrow + " " + EscapedText.escape(text("number") ?? ""),
            EscapedText.escape(state), summary,
        ]
    }

    /// Lines, and the text as it is.
    var details: String {
        var lines = [
            ("Message", "\(id)"), (isReceived ? "From" : "To", text("number") ?? ""), ("Time", text("time") ?? ""),
            ("State", state + (reason.isEmpty ? "" : " (\(reason))")),
        ]
        if let missing = number("missing") {
            lines.append(("Parts", "\(missing) of \(number("parts") ?? 0) are not there"))
        }
        if let port = number("port") { lines.append(("Port", "\(port)")) }
        let head = lines.map { $0.0.padded(to: 10) + EscapedText.escape($0.1) + "\n" }.joined()
        let body = text("text")?.split(separator: "\n", omittingEmptySubsequences: false)
            .map { EscapedText.escape(String($0)) }.joined(separator: "\n")
        return head + "\n" + (body ?? data ?? "") + "\n"
    }
}

/// Messages, one line each.
struct MessageTable {
    let messages: [MessageText]
    /// Nil: lines are not cut.
    let width: Int?
    var paint = Paint.off

    var text: String {
        let titles = ["ID", "TIME", "NUMBER", "STATE", "TEXT"]
        let lines = messages.map(\.cells)
        let widths = titles.indices.dropLast().map { column in
            ([titles] + lines).map { $0[column].count }.max() ?? 0
        }
        return paint.title(line(titles, widths)) + "\n" + lines.map { line($0, widths) + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let head = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        let line = head + "  " + (cells.last ?? "")
        return width.map { line.clipped(to: $0) } ?? line
    }
}
