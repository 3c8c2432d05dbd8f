internal import CPosix
internal import Glibc

/// Files of the kernel's own file systems.
enum SystemFile {
    /// Nil for one that cannot be read, or that has more than the limit.
    static func text(_ path: String, limit: Int = 1 << 20) -> String? {
        let file = cposix_open(path, O_RDONLY, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= limit {
            let count = read(file, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.prefix(count)
        }
        return nil
    }

    /// Where a symbolic link leads.
    static func target(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// - Returns: 0, or the number of the error.
    static func write(_ text: String, to path: String) -> Int32 {
        let file = cposix_open(path, O_WRONLY, 0)
        guard file >= 0 else { return -file }
        defer { _ = close(file) }
        let bytes = Array(text.utf8)
        return Glibc.write(file, bytes, bytes.count) < 0 ? errno : 0
    }
}
