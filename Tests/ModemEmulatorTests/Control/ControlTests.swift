import CPosix
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import ModemEmulator

@Suite struct ControlCommandTests {
    @Test(arguments: [
        ("plug", ControlCommand.plug), (" unplug ", .unplug), ("stall-ppp on", .stallPPP(true)),
        ("hang off", .hang(false)), ("reg-lost", .coverage(.none)), ("denied", .coverage(.denied)),
        ("clog on", .clog(true)), ("clog off", .clog(false)), ("flood 100000", .flood(100_000)), ("flood 0", .flood(0)),
        ("urc +CREG: 2,  x ", .unsolicited("+CREG: 2,  x")), ("drop-carrier", .dropCarrier), ("quit", .quit),
    ])
    func verbsAreUnderstood(line: String, command: ControlCommand) {
        #expect(ControlCommand(line) == command)
        #expect(ControlCommand(command.description) == command)
    }

    @Test(arguments: [
        "", " ", "jump", "urc", "hang", "hang maybe", "clog", "flood", "flood -1", "flood 9999999", "plug now", "PLUG",
    ])
    func anythingElseIsNot(line: String) {
        #expect(ControlCommand(line) == nil)
    }
}

@Suite struct JSONLineTests {
    @Test func stringsAreQuoted() {
        var line = JSONLine()
        line.add("a", "x\"\\\n\u{7}é")
        line.add("b", nil as Int?)
        line.add("c", 3)
        line.add("d", true)
        #expect(line.text == "{\"a\":\"x\\\"\\\\\\u000a\\u0007é\",\"b\":null,\"c\":3,\"d\":true}")
    }
}

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct ControlServerTests {
    private final class Target: ControlTarget {
        var commands: [ControlCommand] = []
        func perform(_ command: ControlCommand) async throws(ControlError) -> String? {
            commands.append(command)
            switch command {
            case .status: return "{}"
            case .dropCarrier: throw ControlError("there is no call")
            default: return nil
            }
        }
    }

    private static var sockets = 0
    private let path: String
    private let target = Target()

    init() {
        Self.sockets += 1
        path = "/tmp/zte-emulator-test-\(getpid())-\(Self.sockets).sock"
    }

    @Test func commandsAreAnswered() async throws {
        let (quits, continuation) = AsyncStream<Void>.makeStream()
        let server = try ControlServer(path: path, target: target, onQuit: { continuation.yield() })
        defer { server.close() }
        #expect(try await ControlClient.ask("plug", path: path) == "ok")
        #expect(try await ControlClient.ask("status", path: path) == "{}")
        #expect(try await ControlClient.ask("drop-carrier", path: path) == "error: there is no call")
        #expect(try await ControlClient.ask("jump", path: path).hasPrefix("error: not a command"))
        #expect(try await ControlClient.ask("quit", path: path) == "ok")
        for await _ in quits { break }
        #expect(target.commands == [.plug, .status, .dropCarrier])
    }

    @Test func aLivingEmulatorIsNotPushedAside() throws {
        let server = try ControlServer(path: path, target: target, onQuit: {})
        defer { server.close() }
        #expect(throws: SystemError(call: "listen on \(path)", code: EADDRINUSE)) {
            try ControlServer(path: path, target: target, onQuit: {})
        }
    }

    @Test func whatADeadEmulatorLeftIsReplaced() async throws {
        _ = close(cposix_unix_listen(path))
        let server = try ControlServer(path: path, target: target, onQuit: {})
        defer { server.close() }
        #expect(try await ControlClient.ask("plug", path: path) == "ok")
    }

    @Test func onlyTheOwnerMayConnect() throws {
        let server = try ControlServer(path: path, target: target, onQuit: {})
        defer { server.close() }
        var information = stat()
        #expect(stat(path, &information) == 0)
        #expect(information.st_mode & 0o077 == 0)
    }

    @Test func nobodyThereIsAnError() async {
        await #expect(throws: SystemError.self) { try await ControlClient.ask("plug", path: path) }
    }
}
