internal import Glibc

/// A folder that is gone with the value that made it.
package final class TemporaryFolder {
    package struct Failure: Error { package let call: String }

    package let path: String

    package init() throws {
        var template = Array("/tmp/zte-modem-test-XXXXXX\0".utf8CString.dropLast())
        guard mkdtemp(&template) != nil else { throw Failure(call: "mkdtemp") }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            // A folder that is a link has its link removed, and nothing behind it.
            if name != ".", name != "..", unlink(folder + "/" + name) != 0 { remove(folder + "/" + name) }
        }
        closedir(stream)
        rmdir(folder)
    }

    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, bytes: Array(text.utf8)) }

    @discardableResult
    package func write(_ name: String, bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        guard let stream = fopen(file, "w") else { throw Failure(call: "fopen") }
        defer { fclose(stream) }
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw Failure(call: "fwrite") }
        return file
    }

    /// Empty where there is no such file.
    package func read(_ name: String) -> String {
        guard let stream = fopen(path + "/" + name, "r") else { return "" }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, stream)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
