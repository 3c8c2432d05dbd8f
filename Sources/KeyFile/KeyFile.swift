internal import CInih

/// The `key = value` lines of a file of settings, in the form all of ours have, in order. Lines that go on (indented) are joined with a space.
package struct KeyFile: Equatable {
    package struct Entry: Equatable {
        package let line: Int
        package let section: String
        /// Where the section's heading is: tells a section from a second one of the same name.
        package let sectionLine: Int
        package let key: String
        package var value: String
    }

    package private(set) var entries: [Entry] = []

    package static let sizeLimit = 64 * 1024
    /// What libinih takes as built by the distributions (INI_MAX_LINE 200, including the line end); beyond that it
    /// would cut.
    package static let lineLimit = 196

    /// - Throws: ``KeyFileFault`` with the line that is to blame.
    package init(parsing bytes: [UInt8]) throws(KeyFileFault) {
        let lines = try Self.checkedLines(bytes)
        var reading = Reading(lines: lines)
        let failedLine = withUnsafeMutablePointer(to: &reading) { reading in
            ini_parse_stream(
                { buffer, capacity, stream in Reading.nextLine(buffer, capacity, stream) },
                reading,
                { reading, section, key, value in Reading.take(reading, section, key, value) },
                reading)
        }
        if failedLine > 0 {
            throw KeyFileFault(Int(failedLine), "neither a [section], a comment nor \"key = value\"")
        }
        if failedLine < 0 { throw KeyFileFault(nil, "cannot be parsed") }
        if let line = reading.emptySections.first { throw KeyFileFault(line, "a section without keys") }
        entries = reading.entries
    }

    /// libinih cuts long lines and stops a line at NUL without a word: such a file is refused before it sees it.
    private static func checkedLines(_ bytes: [UInt8]) throws(KeyFileFault) -> [ArraySlice<UInt8>] {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let number = index + 1
            if line.count > lineLimit { throw KeyFileFault(number, "the line is longer than \(lineLimit) bytes") }
            if line.contains(0) { throw KeyFileFault(number, "a NUL byte") }
            if line.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }) {
                throw KeyFileFault(number, "a control character")
            }
            if String(validating: line, as: UTF8.self) == nil { throw KeyFileFault(number, "not UTF-8") }
        }
        if bytes.count > sizeLimit { throw KeyFileFault(nil, "larger than \(sizeLimit / 1024) KiB") }
        return lines
    }
}

/// What the callbacks of libinih work on; lives for one call of `ini_parse_stream`.
private struct Reading {
    let lines: [ArraySlice<UInt8>]
    var lineNumber = 0
    var sectionLine = 0
    var continues = false
    var emptySections: [Int] = []
    var entries: [KeyFile.Entry] = []

    init(lines: [ArraySlice<UInt8>]) { self.lines = lines }

    /// Like fgets: one line with its end, or nil.
    static func nextLine(
        _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int32, _ stream: UnsafeMutableRawPointer?
    ) -> UnsafeMutablePointer<CChar>? {
        guard let buffer, let reading = stream?.assumingMemoryBound(to: Reading.self) else { return nil }
        guard let line = reading.pointee.advance(), line.count + 2 <= Int(capacity) else { return nil }
        for (offset, byte) in line.enumerated() { buffer[offset] = CChar(bitPattern: byte) }
        buffer[line.count] = CChar(bitPattern: UInt8(ascii: "\n"))
        buffer[line.count + 1] = 0
        return buffer
    }

    static func take(
        _ user: UnsafeMutableRawPointer?, _ section: UnsafePointer<CChar>?, _ key: UnsafePointer<CChar>?,
        _ value: UnsafePointer<CChar>?
    ) -> Int32 {
        guard let reading = user?.assumingMemoryBound(to: Reading.self), let section, let key, let value else {
            return 0
        }
        reading.pointee.add(String(cString: section), String(cString: key), String(cString: value))
        return 1
    }

    private mutating func advance() -> ArraySlice<UInt8>? {
        guard lineNumber < lines.count else { return nil }
        let line = lines[lineNumber]
        lineNumber += 1
        let blank: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        continues = line.first.map(blank.contains) ?? false
        if line.first(where: { !blank.contains($0) }) == UInt8(ascii: "["), !continues {
            sectionLine = lineNumber
            emptySections.append(lineNumber)
        }
        return line
    }

    private mutating func add(_ section: String, _ key: String, _ value: String) {
        if let last = entries.last, continues, last.key == key, last.sectionLine == sectionLine {
            entries[entries.count - 1].value += " " + value
            return
        }
        if emptySections.last == sectionLine { emptySections.removeLast() }
        entries.append(
            KeyFile.Entry(line: lineNumber, section: section, sectionLine: sectionLine, key: key, value: value))
    }
}
