/// Takes out of a text what identifies a person or opens something, so that it can be shown to others.
///
/// For any text: numbers of seven digits and more (IMEI, IMSI, ICCID, numbers of telephones) keep their last two, addresses of
/// the internet their beginning, and what is called a password, PIN, PUK, secret or user name loses its value.
enum MaskedText {
    static func mask(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let masked = maskNumbers(maskAddresses(maskSecrets(Array(line.unicodeScalars))))
            return String(String.UnicodeScalarView(masked))
        }.joined(separator: "\n")
    }

    typealias Scalars = [Unicode.Scalar]
    private static let stars = Scalars("***".unicodeScalars)

    // MARK: Values of settings

    private static let secrets = ["password", "passwd", "pin", "puk", "secret", "username", "iccid", "imsi", "simid"]

    /// `password=x`, `"pin": "x"`, `puk 'x'` after a sign that separates them.
    private static func maskSecrets(_ line: Scalars) -> Scalars {
        var result: Scalars = []
        var index = 0
        while index < line.count {
            let word = line[index...].prefix(while: isLetter)
            if word.isEmpty {
                result.append(line[index])
                index += 1
                continue
            }
            result += word
            index += word.count
            let name = String(String.UnicodeScalarView(word)).lowercased()
            if secrets.contains(where: { name.hasSuffix($0) }), let value = value(in: line, after: index) {
                result += line[index..<value.lowerBound]
                result += stars
                index = value.upperBound
            }
        }
        return result
    }

    /// Quotes of the name, blanks, a colon or an equals sign, and then what is meant.
    private static func value(in line: Scalars, after start: Int) -> Range<Int>? {
        var index = start
        var isSeparated = false
        while index < line.count, isBetween(line[index]) {
            if line[index] == ":" || line[index] == "=" { isSeparated = true }
            index += 1
            // The quote that opens the value.
            if isSeparated, isQuote(line[index - 1]) {
                return index..<end(of: line, from: index, quote: line[index - 1])
            }
        }
        guard isSeparated, index < line.count else { return nil }
        return index..<end(of: line, from: index, quote: nil)
    }

    private static func end(of line: Scalars, from start: Int, quote: Unicode.Scalar?) -> Int {
        var index = start
        while index < line.count {
            if let quote {
                if line[index] == "\\" { index += 1 } else if line[index] == quote { break }
            } else if line[index] == " " || line[index] == "," || line[index] == "}" {
                break
            }
            index += 1
        }
        return min(index, line.count)
    }

    private static func isBetween(_ scalar: Unicode.Scalar) -> Bool {
        isQuote(scalar) || scalar == " " || scalar == ":" || scalar == "=" || scalar == "<"
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "'" }

    // MARK: Addresses

    /// IPv4 keeps two parts of four, IPv6 the first of its groups.
    private static func maskAddresses(_ line: Scalars) -> Scalars {
        var result: Scalars = []
        var index = 0
        while index < line.count {
            let token = line[index...].prefix(while: isOfAddress)
            if token.isEmpty {
                result.append(line[index])
                index += 1
                continue
            }
            result += masked(Scalars(token))
            index += token.count
        }
        return result
    }

    private static func masked(_ token: Scalars) -> Scalars {
        let groups = token.split(separator: ":", omittingEmptySubsequences: false)
        // A time of day has two colons.
        if groups.count > 3 || (groups.count == 3 && groups[1].isEmpty) {
            return Scalars((groups.first.map { $0 } ?? []) + Scalars(":***".unicodeScalars))
        }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(isDigit) }),
            parts[0] != ["1", "2", "7"]
        else { return token }
        return Scalars(parts[0]) + ["."] + parts[1] + Scalars(".*.*".unicodeScalars)
    }

    private static func isOfAddress(_ scalar: Unicode.Scalar) -> Bool {
        scalar == ":" || scalar == "." || (scalar.isASCII && scalar.properties.isHexDigit)
    }

    // MARK: Numbers

    private static let longest = 6

    /// After a plus sign, digits may stand in groups.
    private static func maskNumbers(_ line: Scalars) -> Scalars {
        var result: Scalars = []
        var index = 0
        while index < line.count {
            let hasPlus = line[index] == "+"
            var end = index + (hasPlus ? 1 : 0)
            while end < line.count, isDigit(line[end]) || (hasPlus && isGrouping(line[end])) { end += 1 }
            let number = line[index..<end]
            if number.isEmpty {
                result.append(line[index])
                index += 1
            } else {
                result +=
                    number.count(where: isDigit) > longest ? stars + number.filter(isDigit).suffix(2) : Scalars(number)
                if hasPlus, number.count(where: isDigit) > longest, let last = number.last, last == " " {
                    result.append(" ")
                }
                index = end
            }
        }
        return result
    }

    private static func isGrouping(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "-", "(", ")", "/": true
        default: false
        }
    }

    /// Of any script: a network may write its numbers as it likes.
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_" || scalar == "-")
    }
}
