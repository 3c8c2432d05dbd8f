import Version

/// All of it as a text to attach, without what identifies a person.
struct DoctorReport {
    let facts: DoctorFacts
    let diagnosis: Diagnosis
    /// Nil where it cannot be read.
    let journal: String?
    let time: WallClock

    var text: String {
        let sections = [
            "zte-client \(Version.current), report of \(time.iso8601)\n"
                + "Numbers, addresses and secrets are masked. Look through it before you show it to others.\n",
            "== Findings\n" + DoctorTable(findings: diagnosis.findings).text,
            "== Sticks on the USB\n" + sticks,
            "== What the service knows\n" + facts.modems.map { EscapedText.escape(JSON($0).text) + "\n" }.joined(),
            "== Journal of zte-modemd\n" + (journal.map(Self.escapeLines) ?? "not readable for this user\n"),
        ]
        return MaskedText.mask(sections.joined(separator: "\n"))
    }

    private var sticks: String {
        (facts.machine?.sticks ?? []).map { stick in
            let interfaces = stick.interfaces.map { "\($0.number):\($0.deviceClass):\($0.driver ?? "-")" }
            let ports = stick.ports.map { port in
                "\(port.name) \(port.node.map { "\($0.group) \($0.mode)" } ?? "without a node") \(port.holders)"
            }
            let words = [stick.port, stick.usbID, stick.name ?? "-"] + interfaces + ports
            return EscapedText.escape(words.joined(separator: "  ")) + "\n"
        }.joined()
    }

    private static func escapeLines(_ text: String) -> String {
        text.split(separator: "\n").map { EscapedText.escape(String($0)) + "\n" }.joined()
    }
}
