internal import CPosix
internal import EventLoop
internal import Glibc

/// `<runtime>/ppp/<tty>.call`: a record on its way to the unit, which systemd reads when it starts that. Removed with this
/// value.
struct CallRecordFile: ~Copyable {
    private let path: String

    /// - Throws: ``SystemError``.
    init(_ record: CallRecord, runtime: String, node: String) throws(SystemError) {
        let folder = runtime + "/ppp"
        for made in [runtime, folder] where mkdir(made, 0o700) < 0 && errno != EEXIST {
            throw SystemError(call: "mkdir \(made)", code: errno)
        }
        let path = "\(folder)/\(node).call"
        // What a daemon that died has left.
        _ = unlink(path)
        let file = try OwnedDescriptor(
            "open \(path)", cposix_open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600))
        let bytes = Array(record.text.utf8)
        let count = write(file.number, bytes, bytes.count)
        guard count == bytes.count else {
            let code = count < 0 ? errno : ENOSPC
            _ = unlink(path)
            throw SystemError(call: "write \(path)", code: code)
        }
        self.path = path
    }

    deinit { _ = unlink(path) }
}
