internal import CPosix
internal import EventLoop
internal import Glibc
internal import KeyFile
internal import ModemCore

/// The folder itself. Every function opens it, works on names within it and lets go; it blocks.
struct ProfileFolder: Sendable {
    let path: String

    private static let suffix = ".conf"
    private static let temporary = ".new"

    // MARK: Reading

    func load() -> (profiles: [Profile], problems: [KeyFileProblem]) {
        var problems: [KeyFileProblem] = []
        let directory: OwnedDescriptor
        do throws(SystemError) {
            directory = try OwnedDescriptor("open", cposix_open(path, Self.folderFlags, 0))
        } catch {
            // No profiles yet.
            if error.code != ENOENT { problems.append(problem(nil, nil, Self.words(error.code))) }
            return ([], problems)
        }
        if let fault = Self.distrust(of: directory) { return ([], [problem(nil, nil, fault)]) }
        var profiles: [Profile] = []
        for name in names(&problems) {
            do throws(KeyFileFault) {
                profiles.append(try read(name, in: directory))
            } catch {
                problems.append(problem(name, error.line, error.text))
            }
        }
        return (profiles, problems)
    }

    /// Of the files that look like profiles. What a power cut has left of one that was being written goes: it was never
    /// more than a copy.
    private func names(_ problems: inout [KeyFileProblem]) -> [String] {
        let leftovers = Self.suffix + Self.temporary
        for name in KeyFileFolder.hiddenNames(in: path) where name.hasSuffix(leftovers) { unlink(path + "/" + name) }
        return KeyFileFolder.names(in: path, problems: &problems) { $0.hasSuffix(Self.suffix) }
    }

    private func read(_ name: String, in directory: borrowing OwnedDescriptor) throws(KeyFileFault) -> Profile {
        let id: ProfileID
        do throws(InvalidValue) {
            id = try ProfileID(String(name.dropLast(Self.suffix.count)))
        } catch {
            throw KeyFileFault(nil, "its name is no id of a profile: it \(error.reason)")
        }
        // Non-blocking: a FIFO must not stop the start.
        let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW
        let file = cposix_openat(directory.number, name, flags, 0)
        guard file >= 0 else {
            throw KeyFileFault(nil, Self.reason(-file))
        }
        defer { _ = close(file) }
        if let fault = Self.distrust(ofFile: file) { throw KeyFileFault(nil, fault) }
        return try ProfileFile.parse(try KeyFileFolder.contents(ofOpen: file), id: id)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ELOOP: "a symbolic link, which is not followed"
        case EACCES:
            "it belongs to another user than the service; give it to that one (chown zte-modem), or start the service anew"
        default: words(code)
        }
    }

    // MARK: Whom to trust

    private static let folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW

    /// Whoever may write to the folder could put a profile into it.
    private static func distrust(of directory: borrowing OwnedDescriptor) -> String? {
        guard let status = status(of: directory.number) else { return words(errno) }
        if !isOurs(status) { return "the folder belongs to another user; no profile is read (chown root, chmod 700)" }
        if status.st_mode & 0o022 != 0 {
            return "others may write to the folder (mode \(octal(status))); no profile is read (chmod 700)"
        }
        return nil
    }

    private static func distrust(ofFile file: Int32) -> String? {
        guard let status = status(of: file) else { return words(errno) }
        if status.st_mode & S_IFMT != S_IFREG { return "not a regular file" }
        if !isOurs(status) { return "belongs to another user (chown root)" }
        if status.st_mode & 0o077 != 0 {
            return "others may read or write it (mode \(octal(status))): it may hold secrets (chmod 600)"
        }
        return nil
    }

    private static func isOurs(_ status: stat) -> Bool { status.st_uid == 0 || status.st_uid == geteuid() }

    private static func status(of file: Int32) -> stat? {
        var status = stat()
        return fstat(file, &status) == 0 ? status : nil
    }

    private static func octal(_ status: stat) -> String { String(status.st_mode & 0o7777, radix: 8) }

    // MARK: Writing

    /// - Parameter over: whether it may take the place of one that is there.
    func write(_ profile: Profile, over: Bool) throws(ProfileArchiveError) {
        let name = profile.id.text + Self.suffix
        let directory = try openForWriting()
        let draft = "." + name + Self.temporary
        do throws(SystemError) {
            try Self.fill(draft, in: directory, with: Array(ProfileFile.text(of: profile).utf8))
            let number = directory.number
            if over {
                try SystemError.checkErrno("rename", renameat(number, draft, number, name))
            } else {
                try SystemError.check("rename", cposix_rename_new(number, draft, name))
            }
        } catch {
            unlinkat(directory.number, draft, 0)
            throw archiveError(error, name)
        }
        try settle(directory, name)
    }

    func remove(_ id: ProfileID) throws(ProfileArchiveError) {
        let name = id.text + Self.suffix
        let directory = try openForWriting()
        do throws(SystemError) {
            try SystemError.checkErrno("unlink", unlinkat(directory.number, name, 0))
        } catch {
            if error.code == ENOENT { return }
            throw archiveError(error, name)
        }
        try settle(directory, name)
    }

    /// Makes the folder if it is not there.
    private func openForWriting() throws(ProfileArchiveError) -> OwnedDescriptor {
        let directory: OwnedDescriptor
        do throws(SystemError) {
            let made = mkdir(path, 0o700)
            if made != 0, errno != EEXIST { throw SystemError(call: "mkdir", code: errno) }
            directory = try OwnedDescriptor("open", cposix_open(path, Self.folderFlags, 0))
        } catch {
            throw archiveError(error, nil)
        }
        if let fault = Self.distrust(of: directory) { throw .failed(path, why: fault) }
        return directory
    }

    /// The new text is on the disk before it has the name of the old one.
    private static func fill(
        _ name: String, in directory: borrowing OwnedDescriptor, with bytes: [UInt8]
    ) throws(SystemError) {
        // Of a writer that was killed.
        unlinkat(directory.number, name, 0)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
        let file = try OwnedDescriptor("open", cposix_openat(directory.number, name, flags, 0o600))
        // Whatever the umask has taken away.
        try SystemError.checkErrno("chmod", fchmod(file.number, 0o600))
        let number = file.number
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            rest = rest.dropFirst(try SystemError.checkErrno("write", count))
        }
        try SystemError.checkErrno("fsync", fsync(file.number))
    }

    /// The change of the folder is on the disk too.
    private func settle(_ directory: borrowing OwnedDescriptor, _ name: String) throws(ProfileArchiveError) {
        // Some file systems know no fsync of a folder.
        if fsync(directory.number) != 0, errno != EINVAL {
            throw .uncertain(path + "/" + name, why: Self.words(errno))
        }
    }

    private func archiveError(_ error: SystemError, _ name: String?) -> ProfileArchiveError {
        let place = name.map { path + "/" + $0 } ?? path
        return switch error.code {
        case ENOSPC, EDQUOT: .noSpace(place)
        case EROFS: .readOnly(place)
        case EACCES, EPERM: .notPermitted(place)
        case EEXIST: .exists(place)
        default: .failed(place, why: Self.words(error.code))
        }
    }

    private func problem(_ name: String?, _ line: Int?, _ fault: String) -> KeyFileProblem {
        KeyFileProblem(file: name.map { path + "/" + $0 } ?? path, line: line, fault: fault)
    }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
