/// Sections of `key = value`, as other programs write them. What libinih takes for a comment or too long a line may be part of a
/// password there, so these files have a reader of their own.
struct ForeignFile {
    struct Entry {
        let line: Int
        let section: String
        let key: String
        let value: String
    }

    private(set) var entries: [Entry] = []
    /// In order, each once.
    private(set) var sections: [String] = []

    init(parsing bytes: [UInt8]) throws(ForeignProfile.Failure) {
        guard bytes.count <= ForeignProfile.sizeLimit else {
            throw ForeignProfile.Failure(nil, "larger than \(ForeignProfile.sizeLimit / 1024) KiB")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw ForeignProfile.Failure(nil, "is not text")
        }
        var section = ""
        // By scalars: "\r\n" is one character.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, scalars) in lines.enumerated() {
            let line = Self.trimmed(String(String.UnicodeScalarView(scalars)))
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("[") {
                guard line.hasSuffix("]") else { throw ForeignProfile.Failure(index + 1, "a section without its ]") }
                section = Self.trimmed(String(line.dropFirst().dropLast()))
                if !sections.contains(section) { sections.append(section) }
                continue
            }
            guard let equals = line.firstIndex(of: "=") else {
                throw ForeignProfile.Failure(index + 1, "neither a [section], a comment nor \"key = value\"")
            }
            let key = Self.trimmed(String(line[..<equals]))
            let value = Self.trimmed(String(line[line.index(after: equals)...]))
            entries.append(Entry(line: index + 1, section: section, key: key, value: value))
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\r" }
        let front = text.unicodeScalars.drop(while: isBlank)
        return String(String.UnicodeScalarView(front.reversed().drop(while: isBlank).reversed()))
    }
}
