internal import CPosix
internal import Glibc

/// Reads folders of such files; nothing but regular files, and none without bound.
package enum KeyFileFolder {
    private static let fileLimit = 256

    /// Full paths of the `*.conf` files, by name.
    package static func files(in folder: String, problems: inout [KeyFileProblem]) -> [String] {
        names(in: folder, problems: &problems) { $0.hasSuffix(".conf") }.map { folder + "/" + $0 }
    }

    /// The names, in order, of the files that are wanted; hidden ones never are.
    package static func names(
        in folder: String, problems: inout [KeyFileProblem], where isWanted: (String) -> Bool
    ) -> [String] {
        guard let all = allNames(in: folder) else {
            let code = errno
            if code != ENOENT { problems.append(problem(folder, code)) }
            return []
        }
        let names = all.filter { !$0.hasPrefix(".") && isWanted($0) }
        if names.count > fileLimit {
            let fault = "\(names.count) files; only the first \(fileLimit) are read"
            problems.append(KeyFileProblem(file: folder, line: nil, fault: fault))
        }
        return Array(names.sorted().prefix(fileLimit))
    }

    /// The names that are not shown to those who want files; none of a folder that cannot be read.
    package static func hiddenNames(in folder: String) -> [String] {
        (allNames(in: folder) ?? []).filter { $0.hasPrefix(".") && $0 != "." && $0 != ".." }
    }

    /// Nil, with `errno`, for a folder that cannot be read.
    private static func allNames(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            if let name = String(validatingCString: cposix_entry_name(entry)) { names.append(name) }
        }
        return names
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 || errno != ENOENT }

    /// At most one byte more than a file may have, so that the parser sees that it is too large.
    package static func contents(of path: String) throws(KeyFileFault) -> [UInt8] {
        // Non-blocking: a FIFO in the folder must not stop the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw KeyFileFault(nil, message(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw KeyFileFault(nil, "not a regular file")
        }
        return try contents(ofOpen: descriptor)
    }

    /// The same of a file whose owner and kind the caller has looked at.
    package static func contents(ofOpen descriptor: Int32) throws(KeyFileFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: KeyFile.sizeLimit + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw KeyFileFault(nil, message(errno)) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    private static func problem(_ path: String, _ code: Int32) -> KeyFileProblem {
        KeyFileProblem(file: path, line: nil, fault: message(code))
    }

    private static func message(_ code: Int32) -> String { String(cString: strerror(code)) }
}
