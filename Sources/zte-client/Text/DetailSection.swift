/// A title and what stands under it, one line each; what is not known has none.
struct DetailSection {
    let title: String
    /// Harmless on a terminal.
    let rows: [(label: String, value: String)]

    init(_ title: String, _ rows: KeyValuePairs<String, String?>) {
        self.init(title, pairs: rows.compactMap { label, value in value.map { (label, $0) } })
    }

    init(_ title: String, pairs: [(String, String)]) {
        self.title = title
        rows = pairs.filter { !$0.1.isEmpty }.map { (EscapedText.escape($0), EscapedText.escape($1)) }
    }

    /// Sections with an empty line between them; those with nothing in them are left out.
    /// - Parameter colour: a value as it is to be shown, given the title of its section.
    static func text(
        of sections: [DetailSection], _ paint: Paint, colour: (_ section: String, _ value: String) -> String = { $1 }
    ) -> String {
        let sections = sections.filter { !$0.rows.isEmpty }
        let width = sections.flatMap(\.rows).map(\.label.count).max() ?? 0
        return sections.map { section in
            let lines = section.rows.map {
                "  " + $0.label.padded(to: width) + "  " + colour(section.title, $0.value) + "\n"
            }
            return paint.title(section.title) + "\n" + lines.joined()
        }.joined(separator: "\n")
    }
}
