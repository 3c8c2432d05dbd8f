/// The end of what pppd said, for the sentence that explains a failure. Never grows beyond ``limit``.
struct MessageTail: Equatable, Sendable {
    static let limit = 4096
    private static let lineLimit = 200

    private var bytes: [UInt8] = []
    // The first line kept is a piece of one.
    private var isCut = false

    mutating func append(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more.suffix(Self.limit))
        isCut = isCut || more.count > Self.limit || bytes.count > Self.limit
        bytes.removeFirst(max(0, bytes.count - Self.limit))
    }

    /// Whole lines, oldest first: printable ASCII only, since the peer has a say in some of them.
    var lines: [String] {
        let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).dropFirst(isCut ? 1 : 0)
        return lines.map(Self.text).filter { !$0.isEmpty }
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        let visible = line.prefix(lineLimit).filter { $0 >= 0x20 && $0 != 0x7f }
        return String(decoding: visible.map { $0 < 0x7f ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
