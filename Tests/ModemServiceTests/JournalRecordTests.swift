import EventLoop
import Glibc
import TestSupport
import Testing

@testable import ModemService

struct JournalRecordTests {
    /// As journald reads it; nil for what it would not take.
    private func decode(_ bytes: [UInt8]) -> [(String, [UInt8])]? {
        var fields: [(String, [UInt8])] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 10) else { return nil }
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if let sign = line.firstIndex(of: UInt8(ascii: "=")) {
                fields.append((String(decoding: line[..<sign], as: UTF8.self), Array(line[(sign + 1)...])))
                continue
            }
            guard rest.count >= 8 else { return nil }
            let count = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(8)
            guard rest.count > count, rest[rest.startIndex + count] == 10 else { return nil }
            fields.append((String(decoding: line, as: UTF8.self), Array(rest.prefix(count))))
            rest = rest.dropFirst(count + 1)
        }
        return fields
    }

    @Test func aValueOfOneLineIsALine() {
        var record = JournalRecord()
        record.append("MESSAGE", "state")
        record.append("ZTE_MODEM", "1-1.2=a")
        #expect(String(decoding: record.bytes, as: UTF8.self) == "MESSAGE=state\nZTE_MODEM=1-1.2=a\n")
    }

    @Test func aValueOfMoreLinesHasItsLengthInFront() {
        var record = JournalRecord()
        record.append("MESSAGE", "a\nb")
        #expect(record.bytes == Array("MESSAGE\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("a\nb\n".utf8))
    }

    @Test(arguments: ["", "_PID", "message", "A-B", "A=B", "A\nB", "1A", "Ä", String(repeating: "A", count: 65)])
    func aNameThatJournaldRefusesIsLeftOut(name: String) {
        var record = JournalRecord()
        record.append(name, "x")
        #expect(record.bytes.isEmpty)
    }

    @Test func aValueIsCutBetweenCharacters() throws {
        var record = JournalRecord()
        record.append("MESSAGE", "x" + String(repeating: "ä", count: 4000))
        let value = try #require(decode(record.bytes)?.first?.1)
        #expect(value.count == JournalRecord.valueLimit - 1)
        #expect(String(validating: value, as: UTF8.self) != nil)
    }

    @Test func whateverStandsInItComesBackAsItWas() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet: [Character] = ["\n", "=", "\0", "a", "ä", "\r", "😀", "_"]
        for _ in 1...500 {
            let values = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 0...40, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? "x"
                    })
            }
            var record = JournalRecord()
            for value in values { record.append("ZTE_VALUE", value) }
            let fields = try #require(decode(record.bytes))
            #expect(fields.map { String(decoding: $0.1, as: UTF8.self) } == values)
            #expect(fields.allSatisfy { $0.0 == "ZTE_VALUE" })
        }
    }
}

struct IdentityMaskTests {
    @Test(arguments: [
        ("IMEI 356938035643809 of", "IMEI …809 of"), ("89490200001234567890", "…890"), ("+351912345678,", "+…678,"),
        ("19d2:2000 ppp0 1700000000", "19d2:2000 ppp0 1700000000"), ("a+12345", "a+12345"), ("", ""),
        ("262019876543210/262019876543211", "…210/…211"),
    ])
    func longDigitsAreShortened(text: String, shown: String) {
        #expect(IdentityMask().masked(text) == shown)
        #expect(IdentityMask(showsAll: true).masked(text) == text)
    }

    @Test func aNameOfASIMIsShortened() {
        #expect(IdentityMask().maskedName("0123456789abcdef") == "0123…")
        #expect(IdentityMask(showsAll: true).maskedName("0123456789abcdef") == "0123456789abcdef")
    }
}

struct JournalSocketTests {
    private func record(_ text: String) -> JournalRecord {
        var record = JournalRecord()
        record.append("MESSAGE", text)
        return record
    }

    @Test func whereThereIsNoneThereIsNone() { #expect(JournalSocket(path: "/nonexistent/socket") == nil) }

    @Test func aFullOneLosesRecordsAndKeepsNobody() throws {
        let manager = try NotifySocket()
        let socket = try #require(JournalSocket(path: manager.address))
        #expect(socket.send(record("first")) == .sent)
        #expect(manager.receive() == "MESSAGE=first\n")
        var sent = 0
        while sent < 100_000, socket.send(record("more")) == .sent { sent += 1 }
        #expect(socket.send(record("more")) == .full)
        #expect(socket.takeLostCount() == 2)
        #expect(socket.takeLostCount() == 0)
    }

    @Test func oneThatHasGoneIsNoTrouble() throws {
        var manager: NotifySocket? = try NotifySocket()
        let socket = try #require(JournalSocket(path: manager?.address ?? ""))
        manager = nil
        #expect(socket.send(record("x")) == .absent)
    }
}
