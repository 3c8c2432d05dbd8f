import Glibc

/// A standard stream. What is written is out when the call returns, so that a reader of a pipe sees it at once.
struct Output {
    let descriptor: Int32

    static let standard = Output(descriptor: STDOUT_FILENO)
    static let error = Output(descriptor: STDERR_FILENO)

    /// - Throws: a complaint when the text cannot be written, for example to a full disk.
    func write(_ text: String) throws(Complaint) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                // A terminal that somebody else has made non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                throw Complaint(.failed, "cannot write the result: \(String(cString: strerror(errno)))")
            }
        }
    }

    func writeLine(_ text: String) throws(Complaint) { try write(text + "\n") }

    /// Whether a line can be overwritten here.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    var paint: Paint { Paint(isTerminal: isTerminal, environment: Self.variable) }

    /// Columns; nil where there is no terminal or one that does not say.
    var width: Int? { window.map(\.columns) }

    /// Nil where there is no terminal or one that does not say.
    var window: (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
