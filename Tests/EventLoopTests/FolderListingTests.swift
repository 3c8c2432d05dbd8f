import EventLoop
import Glibc
import TestSupport
import Testing

struct FolderListingTests {
    /// The last record of a listing ends with its name: the address sanitizer tells what is read beyond it.
    @Test func namesOfAnyLength() throws {
        let folder = try TemporaryFolder()
        // As long as names come, and more than one read of the folder returns.
        let names = (0..<300).map { "\($0)-" + String(repeating: "x", count: $0 % 250) }
        for name in names {
            let descriptor = creat("\(folder.path)/\(name)", 0o600)
            #expect(descriptor >= 0)
            close(descriptor)
        }
        #expect(FolderListing.names(in: folder.path)?.sorted() == names.sorted())
        #expect(FolderListing.names(in: folder.path, limit: 3)?.count == 3)
    }

    @Test func whatIsNotThereHasNoNames() throws {
        let folder = try TemporaryFolder()
        #expect(FolderListing.names(in: folder.path) == [])
        #expect(FolderListing.names(in: folder.path + "/missing") == nil)
    }
}
