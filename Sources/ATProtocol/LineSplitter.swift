/// Cuts the byte stream of a modem into lines, whichever of CR LF, CR and LF ends them.
///
/// Blank lines and NULs vanish (some firmware sends blocks of NULs). A line longer than ``limit`` is thrown away up to its
/// end and counted. Works byte by byte: how the stream was cut into reads makes no difference.
struct LineSplitter {
    static let limit = 64 * 1024

    enum Step: Equatable {
        case more
        case line(ArraySlice<UInt8>)
        /// `> ` at the beginning of a line; only if asked for.
        case prompt
        case overflow
    }

    private var buffer: [UInt8] = []
    private var isDiscarding = false
    /// A line feed has been seen: what ends a line is CR LF or LF, not CR alone.
    private(set) var usesLineFeed = false
    private(set) var overflows = 0
    var expectsPrompt = false

    mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case 0x0a:
            usesLineFeed = true
            return end()
        case 0x0d:
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
        expectsPrompt = false
    }

    private mutating func append(_ byte: UInt8) -> Step {
        if buffer.count == Self.limit {
            buffer = []
            isDiscarding = true
            overflows += 1
            return .overflow
        }
        buffer.append(byte)
        if expectsPrompt, byte == 0x20, buffer.count == 2, buffer[0] == UInt8(ascii: ">") {
            buffer = []
            return .prompt
        }
        return .more
    }

    private mutating func end() -> Step {
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
