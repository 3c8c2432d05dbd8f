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
        guard let stream = opendir(folder) else {
            let code = errno
            if code != ENOENT { problems.append(problem(folder, code)) }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name, !name.hasPrefix("."), isWanted(name) { names.append(name) }
        }
        if names.count > fileLimit {
            let fault = "\(names.count) files; only the first \(fileLimit) are read"
            problems.append(KeyFileProblem(file: folder, line: nil, fault: fault))
        }
        return Array(names.sorted().prefix(fileLimit))
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
