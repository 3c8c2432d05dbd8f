import CPosix
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import ModemEmulator

@Suite struct VhciStatusTests {
    @Test func freeHighSpeedPortsAreFound() {
        let status = VhciStatus(
            parsing: """
                hub port sta spd dev      sockfd local_busid
                hs  0000 006 003 00010002 000005 1-1
                hs  0001 004 000 00000000 000000 0-0
                hs  0002 005 000 00000000 000000 0-0
                ss  0015 004 000 00000000 000000 0-0
                """)
        #expect(status.freePorts == [1])
        #expect(status.ports.count == 4)
    }

    @Test(arguments: ["", "\n\n", "hs", "hs x 004", "usb 0001 004", "hs 99999999999999999999 004"])
    func anythingElseIsSkipped(text: String) {
        #expect(VhciStatus(parsing: text).ports.isEmpty)
    }
}

/// A sysfs directory of our own, with the files as plain files.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct VhciAttacherTests {
    private let directory: String

    init() throws {
        var template = Array("/tmp/vhci-XXXXXX".utf8CString)
        directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    private func write(_ text: String, to name: String) {
        let file = cposix_open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = Glibc.write(file, text, text.utf8.count)
        _ = close(file)
    }

    private func read(_ name: String) -> String {
        let file = cposix_open("\(directory)/\(name)", O_RDONLY, 0)
        defer { _ = close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    private func remove() {
        for name in ["status", "status.1", "attach"] { _ = unlink("\(directory)/\(name)") }
        _ = rmdir(directory)
    }

    @Test(arguments: [(0, 0, 0), (0, 14, 14), (0, 15, 30), (14, 1, 30), (44, 1, 60), (3, 119, 242), (17, 2, 19)])
    func portsOfSeveralSticksFollowEachOther(first: Int, offset: Int, port: Int) {
        #expect(VhciAttacher.port(first, offset: offset) == port)
    }

    @Test func theFirstFreePortOfAnyControllerIsTaken() async throws {
        defer { remove() }
        write("hs  0000 006 003 00010002 000005 1-1\n", to: "status")
        write("hs  0030 004 000 00000000 000000 0-0\n", to: "status.1")
        write("", to: "attach")
        let attacher = VhciAttacher(directory: directory)
        let socket = try await attacher.attach(at: .high)
        #expect(attacher.port == 30)
        let words = read("attach").split(separator: " ").compactMap { Int($0) }
        #expect(words.count == 4)
        #expect(words.first == 30)
        #expect(words.last == 3)
        _ = close(socket)
    }

    @Test func afterAnUnplugTheSamePortIsAwaitedAndTaken() async throws {
        defer { remove() }
        let clock = TestClock()
        write("hs  0003 004 000 00000000 000000 0-0\n", to: "status")
        write("", to: "attach")
        let attacher = VhciAttacher(directory: directory, clock: clock)
        _ = close(try await attacher.attach(at: .high))
        write("hs  0001 004 000 00000000 000000 0-0\nhs  0003 006 003 00000000 000000 0-0\n", to: "status")
        let again = Task { @LoopActor in
            try await attacher.attach(at: .high)
        }
        await clock.waitForSleepers()
        write("hs  0001 004 000 00000000 000000 0-0\nhs  0003 004 000 00000000 000000 0-0\n", to: "status")
        clock.advance(by: .milliseconds(20))
        let socket = try await again.value
        #expect(attacher.port == 3)
        #expect(read("attach").hasPrefix("3 "))
        _ = close(socket)
    }

    @Test func noModuleIsSaidInOneLine() async {
        defer { remove() }
        let attacher = VhciAttacher(directory: directory)
        await #expect(throws: EmulatorError.noVirtualController) { try await attacher.attach(at: .high) }
        #expect("\(EmulatorError.noVirtualController)".contains("modprobe vhci-hcd"))
    }

    @Test func noFreePortIsSaid() async {
        defer { remove() }
        write("hs  0000 006 003 00010002 000005 1-1\n", to: "status")
        let attacher = VhciAttacher(directory: directory)
        await #expect(throws: EmulatorError.noFreePort) { try await attacher.attach(at: .high) }
    }

    @Test func aPortThatDoesNotExistIsSaid() async {
        defer { remove() }
        write("hs  0000 004 000 00000000 000000 0-0\n", to: "status")
        let attacher = VhciAttacher(port: 9, directory: directory)
        await #expect(throws: EmulatorError.portTaken(9)) { try await attacher.attach(at: .high) }
    }
}
