internal import Glibc

/// A recorded conversation from `Tests/Fixtures`, readable in any editor:
///
///     # comment
///     > AT+CSQ           the host sends the line and a carriage return
///     < +CSQ: 15,99      the modem sends CR LF, the line, CR LF
///     = AT+CSQ\r         the modem sends exactly these bytes: an echo, a prompt, garbage
///
/// `\r`, `\n`, `\\` and `\xHH` stand for bytes that cannot be seen.
package struct Transcript: Sendable {
    package struct Exchange: Sendable, CustomStringConvertible {
        /// Without the carriage return; empty for what came before the first command.
        package var command: String
        /// All the modem said until the next command.
        package var answer: [UInt8]

        package var description: String { command }
    }

    package private(set) var exchanges: [Exchange] = []

    /// - Parameter name: a file of `Tests/Fixtures`, without `.at`.
    package static func load(
        _ name: String, testSupport: StaticString = #filePath
    ) throws(TranscriptError) -> Transcript {
        let folder = testSupport.description.split(separator: "/").dropLast(2).joined(separator: "/")
        let path = "/" + folder + "/Fixtures/" + name + ".at"
        guard let file = fopen(path, "r") else { throw TranscriptError(message: "cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte >= 0 { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return try Transcript(String(decoding: bytes, as: UTF8.self))
    }

    package init(_ text: String) throws(TranscriptError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let content = try Self.unescape(line.dropFirst(2), line: index + 1)
            switch line.prefix(2) {
            case "> ": exchanges.append(Exchange(command: String(decoding: content, as: UTF8.self), answer: []))
            case "< ": append(Array("\r\n".utf8) + content + Array("\r\n".utf8))
            case "= ": append(content)
            default: throw TranscriptError(message: "line \(index + 1): must begin with '> ', '< ', '= ' or '#'")
            }
        }
    }

    private mutating func append(_ bytes: [UInt8]) {
        if exchanges.isEmpty { exchanges.append(Exchange(command: "", answer: [])) }
        exchanges[exchanges.count - 1].answer += bytes
    }

    private static func unescape(_ text: Substring, line: Int) throws(TranscriptError) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "r"): bytes.append(0x0d)
            case UInt8(ascii: "n"): bytes.append(0x0a)
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "x"):
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                    throw TranscriptError(message: "line \(line): \\x needs two hexadecimal digits")
                }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: throw TranscriptError(message: "line \(line): unknown escape")
            }
        }
        return bytes
    }
}

package struct TranscriptError: Error, Sendable {
    package let message: String
}
