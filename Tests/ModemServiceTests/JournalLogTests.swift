import CPosix
import EventLoop
import Glibc
import Testing

@testable import ModemService

struct JournalLogTests {
    @Test(arguments: [
        ("plain", "plain"), ("two\nlines", "two\u{fffd}lines"), ("a\r\nb", "a\u{fffd}\u{fffd}b"),
        ("\u{1b}[2J\0\t\u{7f}", "\u{fffd}[2J\u{fffd}\u{fffd}\u{fffd}"), ("C1 \u{9b}m", "C1 \u{fffd}m"),
        ("\u{2028}\u{2029}", "\u{fffd}\u{fffd}"), ("right \u{202e}to left", "right \u{fffd}to left"),
        ("Müller 中国移动", "Müller 中国移动"), ("", ""),
    ])
    func aRecordIsOneLineWithoutControlCharacters(text: String, line: String) {
        // By scalars: "\r\n" is one character and compares so.
        #expect(Array(JournalLog.oneLine(text).unicodeScalars) == Array(line.unicodeScalars))
    }

    @Test func aRecordIsBounded() {
        #expect(JournalLog.oneLine(String(repeating: "x", count: 2048)).unicodeScalars.count == 2048)
        #expect(JournalLog.oneLine(String(repeating: "x", count: 100_000)).unicodeScalars.count == 2048)
        // One character, as Swift counts, of any length.
        #expect(JournalLog.oneLine("e" + String(repeating: "\u{301}", count: 100_000)).unicodeScalars.count == 2048)
    }

    // MARK: Whether standard error is the journal

    /// What systemd would put into the variable for `descriptor`.
    private func stream(_ descriptor: Int32) throws -> String {
        var status = stat()
        try SystemError.checkErrno("fstat", fstat(descriptor, &status))
        return "\(status.st_dev):\(status.st_ino)"
    }

    @Test func theStreamThatSystemdNamedIsTheJournal() throws {
        var ends: [Int32] = [-1, -1]
        try SystemError.check("socketpair", cposix_socketpair(&ends))
        let journal = OwnedDescriptor(owning: ends[0])
        let other = OwnedDescriptor(owning: ends[1])
        let named = try stream(journal.number)
        #expect(JournalLog.isJournal(journal.number, stream: named))
        #expect(!JournalLog.isJournal(other.number, stream: named))
    }

    @Test func anInheritedVariableDoesNotMakeAPipeOrAFileTheJournal() throws {
        var ends: [Int32] = [-1, -1]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let reading = OwnedDescriptor(owning: ends[0])
        let writing = OwnedDescriptor(owning: ends[1])
        var name = Array("/tmp/zte-journal-test-XXXXXX".utf8CString)
        let file = try OwnedDescriptor("mkstemp", mkstemp(&name))
        #expect(unlink(name) == 0)
        let journal = try stream(STDERR_FILENO)
        #expect(!JournalLog.isJournal(writing.number, stream: journal))
        #expect(!JournalLog.isJournal(file.number, stream: journal))
        // Both ends of a pipe are one inode; the file is another.
        #expect(try JournalLog.isJournal(writing.number, stream: stream(reading.number)))
        #expect(try !JournalLog.isJournal(writing.number, stream: stream(file.number)))
    }

    @Test(arguments: [nil, "", ":", "1", "journal", "0:0", "-1:-1"]) func nothingElseIsTheJournal(stream: String?) {
        #expect(!JournalLog.isJournal(STDERR_FILENO, stream: stream))
    }

    @Test func aClosedDescriptorIsNotTheJournal() {
        #expect(!JournalLog.isJournal(-1, stream: "0:0"))
    }
}
