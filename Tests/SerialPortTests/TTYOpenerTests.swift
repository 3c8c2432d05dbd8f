import CPosix
import EventLoop
import Glibc
import ModemCore
import SerialPort
import TestSupport
import Testing

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct TTYOpenerTests {
    private let opener = TTYOpener(clock: TestClock())

    private func port(_ node: String) -> TTYPort {
        TTYPort(node: node, interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)
    }

    private func failure(opening port: TTYPort) async -> SerialError? {
        do throws(SerialError) {
            await (try await opener.open(port)).close()
            return nil
        } catch {
            return error
        }
    }

    @Test func aPortIsOpenedOnce() async throws {
        let stick = try PseudoTerminal()
        let first = try await opener.open(stick.port())
        #expect(await failure(opening: stick.port()) == .busy)
        #expect(stick.holders == 1)
        await first.close()
        await (try await opener.open(stick.port())).close()
    }

    @Test func aPortThatIsLentIsStillOurs() async throws {
        let stick = try PseudoTerminal()
        let first = try await opener.open(stick.port())
        try await first.lend()
        #expect(await failure(opening: stick.port()) == .busy)
        await first.close()
    }

    @Test func whatAnotherProgramHasTakenIsLeftToIt() async throws {
        let stick = try PseudoTerminal()
        let other = try stick.borrow()
        try SystemError.check("TIOCEXCL", cposix_tty_exclusive(other.descriptor, true))
        #expect(await failure(opening: stick.port()) == .busy)
        #expect(cposix_tty_is_exclusive(other.descriptor) == 1)
        try SystemError.check("TIOCNXCL", cposix_tty_exclusive(other.descriptor, false))
        await (try await opener.open(stick.port())).close()
        #expect(cposix_tty_is_exclusive(other.descriptor) == 0)
    }

    @Test func aNodeThatIsAnotherDeviceByNowIsGone() async throws {
        let stick = try PseudoTerminal()
        await (try await opener.open(stick.port(deviceNumber: stick.deviceNumber))).close()
        #expect(await failure(opening: stick.port(deviceNumber: stick.deviceNumber + 1)) == .gone)
        #expect(stick.holders == 0)
    }

    @Test func aNodeThatIsMissingIsGone() async {
        #expect(await failure(opening: port("ttyUSB-no-such")) == .gone)
    }

    @Test(arguments: [("null", "tcsetattr"), ("stdout", "symbolic link"), ("shm", "directory")])
    func whatIsNoTTYIsRefused(node: String, message: String) async {
        guard case .failed(let text)? = await failure(opening: port(node)) else {
            Issue.record("another error")
            return
        }
        #expect(text.contains(message))
    }

    @Test func whatWasOnTheWireBeforeIsThrownAway() async throws {
        let stick = try PseudoTerminal()
        stick.say("+ZUSIMR:2\r\n")
        let port = try await opener.open(stick.port())
        stick.say("\r\nOK\r\n")
        let heard = await collect(6, from: port.incoming)
        #expect(heard == "\r\nOK\r\n")
        await port.close()
    }
}
