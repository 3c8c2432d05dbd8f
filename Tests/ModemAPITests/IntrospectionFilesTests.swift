import Glibc
import ModemAPI
import Testing

/// `dbus/introspection/` and `docs/dbus-api.md` are printed from the declarations and committed, for those who read them or
/// generate from them.
struct IntrospectionFilesTests {
    static let directory = "dbus/introspection"

    @Test func committedFilesAreThoseOfTheCode() {
        for file in IntrospectionDocument.files() {
            let path = Self.directory + "/" + file.name
            if getenv("ZTE_UPDATE_API") != nil { #expect(RepositoryFiles.write(file.text, to: path)) }
            #expect(
                RepositoryFiles.read(path) == file.text,
                "\(file.name) differs: run make api")
        }
    }

    @Test func theReferenceIsThatOfTheCode() {
        let text = ReferenceDocument.text()
        if getenv("ZTE_UPDATE_API") != nil { #expect(RepositoryFiles.write(text, to: ReferenceDocument.path)) }
        #expect(RepositoryFiles.read(ReferenceDocument.path) == text, "\(ReferenceDocument.path) differs: run make api")
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
