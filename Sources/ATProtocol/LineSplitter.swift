/// Cuts the byte stream of a modem into lines, whichever of CR LF, CR and LF ends them.
///
/// Blank lines and NULs vanish (some firmware sends blocks of NULs). A line longer than ``limit`` is thrown away up to its
/// end and counted. Works byte by byte: how the stream was cut into reads makes no difference.
///
/// The text of a `+CUSD` is the exception: it may have several lines, and NULs, where `@` is one. Its line ends behind the
/// quote that ends the text.
struct LineSplitter {
    static let limit = 64 * 1024
    /// Of the text of a `+CUSD`: 182 characters, as four digits each, and room.
    static let textLimit = 2048

    enum Step: Equatable {
        case more
        case line(ArraySlice<UInt8>)
        /// `> ` at the beginning of a line; only if asked for.
        case prompt
        case overflow
    }

    private var buffer: [UInt8] = []
    private var isDiscarding = false
    /// Inside the quotes of a `+CUSD`.
    private var isText = false
    /// A line feed has been seen: what ends a line is CR LF or LF, not CR alone.
    private(set) var usesLineFeed = false
    private(set) var overflows = 0
    var expectsPrompt = false

    mutating func take(_ byte: UInt8) -> Step {
        if byte == 0x0a { usesLineFeed = true }
        if isText, let step = takeText(byte) { return step }
        switch byte {
        case 0x0a, 0x0d:
            return end()
        case 0:
            return .more
        default:
            return isDiscarding ? .more : append(byte)
        }
    }

    /// Drops the line begun.
    mutating func forget() {
        buffer = []
        isDiscarding = false
        isText = false
        expectsPrompt = false
    }

    /// Nobody waits for the end of a text that has not come: what there is of it is a line.
    mutating func endText() -> ArraySlice<UInt8>? {
        guard isText, case .line(let line) = end() else { return nil }
        return line
    }

    /// Nil: not of the text any more.
    private mutating func takeText(_ byte: UInt8) -> Step? {
        let isLineEnd = byte == 0x0a || byte == 0x0d
        if isLineEnd && hasWholeText || buffer.count >= Self.textLimit {
            isText = false
            return isLineEnd ? end() : nil
        }
        buffer.append(byte)
        return .more
    }

    /// It ends with a quote, or a quote and a number: `"…"`, `"…",15`. The quote that begins it is not the one that ends it.
    private var hasWholeText: Bool {
        var rest = buffer[...].trimmed
        let digits = rest.reversed().prefix { (0x30...0x39).contains($0) }.count
        if digits > 0 || rest.last == UInt8(ascii: ",") {
            rest = rest.dropLast(digits).trimmed
            guard rest.popLast() == UInt8(ascii: ",") else { return false }
        }
        rest = rest.trimmed
        return rest.popLast() == UInt8(ascii: "\"") && rest.contains(UInt8(ascii: "\""))
    }

    private mutating func append(_ byte: UInt8) -> Step {
        if buffer.count == Self.limit {
            buffer = []
            isDiscarding = true
            overflows += 1
            return .overflow
        }
        buffer.append(byte)
        if byte == UInt8(ascii: "\""), buffer.beginsIgnoringCase(with: "+CUSD:".utf8) { isText = true }
        if expectsPrompt, byte == 0x20, buffer.count == 2, buffer[0] == UInt8(ascii: ">") {
            buffer = []
            return .prompt
        }
        return .more
    }

    private mutating func end() -> Step {
        isText = false
        if isDiscarding {
            isDiscarding = false
            return .more
        }
        if buffer.isEmpty { return .more }
        let line = buffer[...].trimmed
        buffer = []
        return line.isEmpty ? .more : .line(line)
    }
}
