import Glibc

/// Files of the repository that have to agree with the code.
enum RepositoryFiles {
    static let root = String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })

    static func read(_ path: String) -> String? {
        guard let file = fopen(root + "/" + path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    static func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(root + "/" + path, "we") else { return false }
        defer { fclose(file) }
        return fputs(text, file) >= 0
    }
}
