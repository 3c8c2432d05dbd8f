import Glibc

/// Files of the source tree that the tests look at.
enum Repository {
    static func path(_ relative: String, from file: String = #filePath) -> String {
        file.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/" + relative
    }

    static func bytes(_ relative: String) -> [UInt8] {
        guard let stream = fopen(path(relative), "r") else { return [] }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, stream)
        return Array(bytes.prefix(count))
    }
}
