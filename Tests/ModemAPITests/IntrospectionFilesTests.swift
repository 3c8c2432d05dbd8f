import Glibc
import ModemAPI
import Testing

/// `dbus/introspection/` is printed from the declarations and committed, for those who read it or generate from it.
struct IntrospectionFilesTests {
    static let directory = "dbus/introspection"

    @Test func committedFilesAreThoseOfTheCode() {
        for file in IntrospectionDocument.files() {
            let path = Self.directory + "/" + file.name
            if getenv("ZTE_UPDATE_API") != nil { #expect(RepositoryFiles.write(file.text, to: path)) }
            #expect(
                RepositoryFiles.read(path) == file.text,
                "\(file.name) differs; write it anew: ZTE_UPDATE_API=1 swift test --filter IntrospectionFilesTests")
        }
    }

    @Test func noFileIsLeftOver() throws {
        let handle = try #require(opendir(RepositoryFiles.root + "/" + Self.directory))
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
}
