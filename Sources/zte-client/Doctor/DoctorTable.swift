/// The findings, one line each.
struct DoctorTable {
    let findings: [Finding]
    var paint = Paint.off

    var text: String {
        let width = findings.map(\.check.count).max() ?? 0
        return findings.map { finding in
            let status = finding.status.rawValue.padded(to: 9)
            let words = finding.found + (finding.advice.map { ". " + Self.capitalised($0) } ?? "")
            return paint.state(status, of: Self.state(finding.status)) + finding.check.padded(to: width) + "  "
                + EscapedText.escape(words) + "\n"
        }.joined()
    }

    /// A command keeps its case: what begins with a known sentence does not.
    private static func capitalised(_ advice: String) -> String {
        let command = ["sudo ", "zte-client ", "journalctl ", "echo ", "lsusb "]
        return command.contains { advice.hasPrefix($0) }
            ? "Do: " + advice : advice.prefix(1).uppercased() + advice.dropFirst()
    }

    /// The colours are those of a stick's states.
    private static func state(_ status: Finding.Status) -> String {
        switch status {
        case .ok: "connected"
        case .problem: "failed"
        case .note, .skipped: ""
        }
    }
}
