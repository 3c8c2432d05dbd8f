internal import KeyFile

/// Text of any kind as a value of a file of settings: what would end it, begin a comment or be no text at all is left out.
enum KeyFileText {
    /// Less than a line may have, so that a person can read it.
    static let width = 118
    /// A word that is longer would be the only one of its line.
    private static let wordLimit = width - 24

    /// Words with one blank between them, at most `limit` bytes of UTF-8.
    static func plain(_ text: String, limit: Int) -> String {
        var plain = ""
        for word in words(of: text) {
            let addition = (plain.isEmpty ? "" : " ") + word
            guard plain.utf8.count + addition.utf8.count <= limit else {
                // A name that is too long is better cut than unknown.
                return plain.isEmpty ? prefix(of: word, limit) : plain
            }
            plain += addition
        }
        return plain
    }

    /// The longest part of a text that can be written exactly as it is, in one line; nil where there is none.
    static func longestPlainPart(of text: String) -> String? {
        var parts: [String.UnicodeScalarView] = [.init()]
        for scalar in text.unicodeScalars {
            let isSecondBlank = scalar == " " && parts.last?.last == " "
            if isPlain(scalar), scalar != ";", !isSecondBlank {
                parts[parts.count - 1].append(scalar)
            } else {
                parts.append(.init())
            }
        }
        let cut = parts.map { prefix(of: trimmed($0[...]), DeviceSection.textLimit) }
        // A letter that was cut is another one, and not found in the whole.
        let found = cut.filter { part in !part.isEmpty && text.indices.contains { text[$0...].hasPrefix(part) } }
        return found.max { $0.utf8.count < $1.utf8.count }
    }

    private static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// `key = value`, on as many lines as it takes.
    static func lines(_ key: String, _ value: String) -> [String] {
        var lines = wrapped(key + " = " + value, width: width)
        for index in lines.indices.dropFirst() { lines[index] = "    " + lines[index] }
        return lines
    }

    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in words(of: text) {
            if let last = lines.last, last.utf8.count + 1 + word.utf8.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                // A line that begins with it would be a comment.
                let word = String(word.unicodeScalars.drop { $0 == "#" })
                if !word.isEmpty { lines.append(word) }
            }
        }
        return lines
    }

    /// By scalars, not by letters: a mark that follows a blank or a semicolon makes one letter of both, and neither a word.
    private static func words(of text: String) -> [String] {
        text.unicodeScalars.split { !isPlain($0) || $0 == " " }.map { word in
            // After a blank it would begin a comment.
            prefix(of: String(String.UnicodeScalarView(word.drop { $0 == ";" })), wordLimit)
        }
        .filter { !$0.isEmpty }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func prefix(of text: String, _ bytes: Int) -> String {
        var cut = text.unicodeScalars
        while String(cut).utf8.count > bytes { cut.removeLast() }
        return String(cut)
    }
}
