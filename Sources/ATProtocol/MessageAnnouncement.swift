/// `+CMT: ,24` or `+CDS: 25`: a message or a delivery report follows, of so many octets without its service centre
/// (3GPP TS 27.005, 3.4.1). ZTE firmware says `+CDS: ,25`.
struct MessageAnnouncement {
    /// Lines that may come in between.
    private static let patience = 16

    private let isReport: Bool
    private let length: Int
    private var linesLeft = patience

    /// Nil: no such line, or one of text mode, which has no length.
    init?(_ line: ArraySlice<UInt8>) {
        let kinds = [("+CMT:", false), ("+CDS:", true)]
        guard let (prefix, isReport) = kinds.first(where: { line.beginsIgnoringCase(with: $0.0.utf8) }),
            let field = line.rest(after: prefix).flatMap({ ATField.split($0).last }), !field.isQuoted,
            let length = field.integer, (1...255).contains(length)
        else { return nil }
        self.isReport = isReport
        self.length = length
    }

    /// What was announced, if this line has as many octets.
    mutating func message(in line: ArraySlice<UInt8>) -> Unsolicited? {
        linesLeft -= 1
        guard let message = RawMessage(hexadecimal: line, length: length), message.hasNamedLength else { return nil }
        return isReport ? .cds(message) : .cmt(message)
    }

    /// It will not come any more.
    var isOver: Bool { linesLeft <= 0 }
}
