internal import CPosix
internal import EventLoop
internal import Glibc

/// `<runtime>/ppp/<tty>`: where `ppp-up` leaves the address of one call. Root only; gone with ``remove()``.
///
/// Every step is taken from the descriptor of the folder above, and none follows a symbolic link.
struct CallFolder: ~Copyable {
    let path: String
    private let name: String
    private let parent: OwnedDescriptor
    private let descriptor: OwnedDescriptor

    private static let report = "state"
    // What `ppp-up` writes before it renames it to the above.
    private static let unfinished = "state.new"
    // Of `ppp-names`: how it told the resolver of name servers, and the servers.
    private static let names = "names"
    private static let servers = "resolv.conf"

    /// Creates the folder, or takes over and empties what a daemon that died left.
    /// - Throws: ``SystemError``; `EPERM` for a folder that is not ours.
    init(runtime: String, node: String) throws(SystemError) {
        let name = String(node.map { $0 == "/" ? "." : $0 })
        if mkdir(runtime, 0o755) < 0 && errno != EEXIST { throw SystemError(call: "mkdir \(runtime)", code: errno) }
        let root = try OwnedDescriptor("open \(runtime)", cposix_open(runtime, Self.directory, 0))
        let parent = try Self.make("ppp", in: root.number)
        let descriptor = try Self.make(name, in: parent.number)
        self.name = name
        self.path = "\(runtime)/ppp/\(name)"
        self.parent = parent
        self.descriptor = descriptor
        empty()
    }

    /// What the script reported, at most `limit` bytes and one more; nil while there is nothing.
    func readReport(limit: Int) -> [UInt8]? {
        let file = cposix_openat(descriptor.number, Self.report, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = read(file, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    /// Whether the resolver was told of name servers and has not been told that they are gone.
    var hasNames: Bool {
        var status = stat()
        return fstatat(descriptor.number, Self.names, &status, AT_SYMLINK_NOFOLLOW) == 0
    }

    func remove() {
        empty()
        _ = unlinkat(parent.number, name, AT_REMOVEDIR)
    }

    private func empty() {
        for file in [Self.report, Self.unfinished, Self.names, Self.servers] {
            _ = unlinkat(descriptor.number, file, 0)
        }
    }

    private static let directory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW

    private static func make(_ name: String, in parent: Int32) throws(SystemError) -> OwnedDescriptor {
        if mkdirat(parent, name, 0o700) < 0 && errno != EEXIST {
            throw SystemError(call: "mkdir \(name)", code: errno)
        }
        let made = try OwnedDescriptor("open \(name)", cposix_openat(parent, name, directory, 0))
        var status = stat()
        try SystemError.checkErrno("stat \(name)", fstat(made.number, &status))
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw SystemError(call: "\(name) is not ours alone", code: EPERM)
        }
        return made
    }
}
