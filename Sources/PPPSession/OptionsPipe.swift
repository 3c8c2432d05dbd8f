internal import CPosix
internal import EventLoop
internal import Glibc

/// The options file that never is a file: pppd opens the descriptor it inherits by its name under /proc.
///
/// The password is on no file system at any time, so there is nothing to delete, and nothing left by a crash. Opening a
/// pipe by that name gives a descriptor that blocks until the end of the text, which is already there.
struct OptionsPipe: ~Copyable {
    /// The descriptor's number in pppd.
    static let childNumber: Int32 = 3
    static let childPath = "/proc/self/fd/3"

    let reading: OwnedDescriptor

    /// - Throws: `E2BIG` for a text that a pipe does not take whole (PIPE_BUF).
    init(_ options: PPPOptions) throws(SystemError) {
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let reading = OwnedDescriptor(owning: ends[0])
        let writing = OwnedDescriptor(owning: ends[1])
        let bytes = Array(options.text.utf8)
        guard bytes.count <= 4096 else { throw SystemError(call: "pppd's options", code: E2BIG) }
        try SystemError.checkErrno("write", write(writing.number, bytes, bytes.count))
        self.reading = reading
    }
}
