import CPosix
import EventLoop
import Glibc

/// Files and folders of this machine, some of which say what a stick wants them to say: all of it is bounded, and text is
/// text whatever the bytes are.
enum MachineFile {
    private static let largest = 1 << 21

    /// Nil for what cannot be read; what is longer is cut.
    static func text(_ path: String, limit: Int = largest) -> String? {
        let descriptor = cposix_open(path, O_RDONLY | O_NONBLOCK, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < limit {
            let count = read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An attribute in sysfs, without the end of its line; nil where there is none.
    static func attribute(_ path: String) -> String? {
        guard let text = text(path, limit: 256) else { return nil }
        let line = text.unicodeScalars.prefix { $0 != "\n" }
        return line.isEmpty ? nil : String(line)
    }

    /// What a folder holds, in the order of the names.
    static func names(in folder: String, limit: Int = 4096) -> [String] {
        (FolderListing.names(in: folder, limit: limit) ?? []).sorted()
    }

    /// Where a symbolic link leads; nil for anything else.
    static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4096)
        let length = readlink(path, &target, target.count)
        guard length > 0 else { return nil }
        return String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The last part of a path.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
