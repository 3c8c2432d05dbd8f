import Glibc
import ModemAPI
import Testing

/// `dbus/introspection/` is printed from the declarations and committed, for those who read it or generate from it.
struct IntrospectionFilesTests {
    static let directory =
        String(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })
        + "/dbus/introspection"

    @Test func committedFilesAreThoseOfTheCode() throws {
        for file in IntrospectionDocument.files() {
            let path = Self.directory + "/" + file.name
            if getenv("ZTE_UPDATE_API") != nil { try write(file.text, to: path) }
            #expect(
                read(path) == file.text,
                "\(file.name) differs; write it anew with: ZTE_UPDATE_API=1 swift test --filter IntrospectionFilesTests"
            )
        }
    }

    @Test func noFileIsLeftOver() throws {
        let handle = try #require(opendir(Self.directory))
        defer { closedir(handle) }
        var names: Set<String> = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".xml") { names.insert(name) }
        }
        #expect(names == Set(IntrospectionDocument.files().map(\.name)))
    }

    private func read(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        defer { fclose(file) }
        #expect(fputs(text, file) >= 0)
    }
}
