internal import CPosix
internal import EventLoop
internal import Glibc

/// Files that hold a process number and that a killed pppd leaves behind: the UUCP lock of the tty
/// (`/var/lock/LCK..ttyUSB0`, ten columns and a newline) and `/run/ppp0.pid`.
enum ProcessIDFile {
    /// Removes `path` if it holds `processIdentifier`, which belongs to a process that has ended.
    static func remove(_ path: String, leftBy processIdentifier: Int32) {
        guard let bytes = contents(path), number(bytes) == processIdentifier else { return }
        _ = unlink(path)
    }

    /// Removes `path` if the process that it names is no more.
    static func removeStale(_ path: String) {
        guard let bytes = contents(path), let process = number(bytes), process > 1 else { return }
        if kill(process, 0) < 0, errno == ESRCH { _ = unlink(path) }
    }

    /// UUCP's name of the lock: slashes inside the tty's name become underscores, as pppd has it.
    static func lockName(node: String) -> String {
        "LCK.." + String(node.map { $0 == "/" ? "_" : $0 })
    }

    static func number(_ bytes: some Collection<UInt8>) -> Int32? {
        let line = bytes.prefix { $0 != 0x0a }.drop { $0 == 0x20 }
        return Int32(String(decoding: line, as: UTF8.self))
    }

    private static func contents(_ path: String) -> [UInt8]? {
        let file = cposix_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(file, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }
}
