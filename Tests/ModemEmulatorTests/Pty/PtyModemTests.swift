import CPosix
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import ModemEmulator

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct PtyModemTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()
    private let peer = RecordingPeer()

    private func start(link: String? = nil) throws -> PtyModem {
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        let peer = peer
        let modem = VirtualModem(
            state: state, ports: [("at0", .data)], timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { peer })
        return try PtyModem(modem: modem, link: link, log: recorded.log)
    }

    /// Reads from the terminal until `end` has come.
    private func read(_ terminal: Int32, until end: String) async throws -> String {
        let (chunks, continuation) = AsyncStream<[UInt8]>.makeStream()
        let watch = try DescriptorWatch(terminal, for: .readable) { _ in
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = Glibc.read(terminal, &buffer, buffer.count)
            continuation.yield(Array(buffer.prefix(max(count, 0))))
        }
        defer { watch.cancel() }
        var text = ""
        for await chunk in chunks {
            text += String(decoding: chunk, as: UTF8.self)
            if text.contains(end) { break }
        }
        return text
    }

    private func send(_ text: String, to terminal: Int32) { _ = write(terminal, text, text.utf8.count) }

    @Test func itAnswersThroughARealTerminal() async throws {
        let link = "/tmp/zte-emulator-test-\(getpid())"
        let served = try start(link: link)
        defer { served.close() }
        let terminal = open(link, O_RDWR | O_NOCTTY | O_NONBLOCK)
        #expect(terminal >= 0)
        defer { _ = close(terminal) }
        send("ATE0\r", to: terminal)
        #expect(try await read(terminal, until: "OK") == "ATE0\r\r\nOK\r\n")
        send("AT+CGM", to: terminal)
        send("M\r", to: terminal)
        #expect(try await read(terminal, until: "OK\r\n") == "\r\nMF622\r\n\r\nOK\r\n")
        served.close()
        var information = stat()
        #expect(lstat(link, &information) != 0)
    }

    @Test func aCallGoesThroughTheTerminal() async throws {
        let served = try start()
        defer { served.close() }
        let terminal = open(served.path, O_RDWR | O_NOCTTY | O_NONBLOCK)
        defer { _ = close(terminal) }
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        send("AT+CGDCONT=1,\"IP\",\"\"\r", to: terminal)
        _ = try await read(terminal, until: "OK")
        send("ATD*99#\r", to: terminal)
        await recorded.wait(for: "at0< ATD")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(300))
        #expect(try await read(terminal, until: "CONNECT").hasSuffix("CONNECT 7200000\r\n"))
        // As much as the terminal takes at once.
        let sent = write(terminal, [UInt8](repeating: 0x7E, count: 20_000), 20_000)
        #expect(sent > 0)
        while peer.received.count < sent { await Task.yield() }
        peer.events?.ended("gone")
        #expect(try await read(terminal, until: "NO CARRIER").hasSuffix("\r\nNO CARRIER\r\n"))
    }

    @Test func aPtyCannotBeUnplugged() async throws {
        let served = try start()
        defer { served.close() }
        await #expect(throws: ControlError.self) { try await served.perform(.unplug) }
        #expect(try await served.perform(.status)?.contains("\"path\":\"\(served.path)\"") == true)
    }
}
