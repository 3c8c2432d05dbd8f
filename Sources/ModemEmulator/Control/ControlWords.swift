/// The words of a line on the control socket, taken from its front.
struct ControlWords {
    private var rest: Substring

    init(_ text: some StringProtocol) { rest = Substring(text) }

    var isEmpty: Bool { rest.allSatisfy { $0 == " " } }

    /// nil at the end.
    mutating func next() -> String? {
        rest = rest.drop { $0 == " " }
        let word = rest.prefix { $0 != " " }
        rest = rest.dropFirst(word.count)
        return word.isEmpty ? nil : String(word)
    }

    /// All that is left, with `\n` and `\\` for a line feed and a backslash; nil when that is nothing.
    mutating func text() -> String? {
        rest = rest.drop { $0 == " " }
        defer { rest = "" }
        return rest.isEmpty ? nil : Self.unescaped(rest)
    }

    mutating func number<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number? {
        next().flatMap { Number($0) }.flatMap { range.contains($0) ? $0 : nil }
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\\": result += "\\\\"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                result.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
