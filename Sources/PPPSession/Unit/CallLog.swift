internal import CPosix
internal import Glibc

/// What pppd says, in a file of its call's folder. The folder goes with the unit, and is memory of the unit's, which has a limit.
enum CallLog {
    static func path(in folder: String) -> String { folder + "/log" }

    /// The last of it; empty where there is none.
    static func lines(in folder: String) -> [String] {
        let file = cposix_open(path(in: folder), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
        guard file >= 0 else { return [] }
        defer { _ = close(file) }
        let size = lseek(file, 0, SEEK_END)
        guard lseek(file, max(0, size - MessageTail.limit - 1), SEEK_SET) >= 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: MessageTail.limit + 1)
        var tail = MessageTail()
        let count = read(file, &bytes, bytes.count)
        if count > 0 { tail.append(bytes.prefix(count)) }
        return tail.lines
    }
}
