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
        ("sim-out", .card(false)), ("sim-in", .card(true)),
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

@Suite struct ControlRequestTests {
    @Test(arguments: [
        ("plug", ControlRequest(.unspecified, .plug)), ("3 unplug", .init(.number(3), .unplug)),
        (" all  status", .init(.all, .status)), ("12 urc +CREG: 2", .init(.number(12), .unsolicited("+CREG: 2"))),
    ])
    func aNumberMayComeFirst(line: String, request: ControlRequest) {
        #expect(ControlRequest(line) == request)
        #expect(ControlRequest(request.description) == request)
    }

    @Test(arguments: ["", "3", "all", "all all plug", "3 jump", "3 4 plug"])
    func anythingElseIsNot(line: String) {
        #expect(ControlRequest(line) == nil)
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
        let server = try ControlServer(path: path, targets: [target], onQuit: { continuation.yield() })
        defer { server.close() }
        #expect(try await ControlClient.ask("plug", path: path) == "ok")
        #expect(try await ControlClient.ask("status", path: path) == "{}")
        #expect(try await ControlClient.ask("drop-carrier", path: path) == "error: there is no call")
        #expect(try await ControlClient.ask("jump", path: path).hasPrefix("error: not a command"))
        #expect(try await ControlClient.ask("quit", path: path) == "ok")
        for await _ in quits { break }
        #expect(target.commands == [.plug, .status, .dropCarrier])
    }

    @Test func severalAreToldApartByTheirNumbers() async throws {
        let second = Target()
        let server = try ControlServer(path: path, targets: [target, second], onQuit: {})
        defer { server.close() }
        #expect(try await ControlClient.ask("2 plug", path: path) == "ok")
        #expect(target.commands.isEmpty && second.commands == [.plug])
        #expect(try await ControlClient.ask("unplug", path: path) == "error: which stick: 1 to 2, or all")
        #expect(try await ControlClient.ask("3 unplug", path: path) == "error: no stick 3; there are 1 to 2")
        #expect(try await ControlClient.ask("0 unplug", path: path) == "error: no stick 0; there are 1 to 2")
        #expect(try await ControlClient.ask("all unplug", path: path) == "ok")
        #expect(try await ControlClient.ask("all status", path: path) == "[{},{}]")
        let refusal = try await ControlClient.ask("all drop-carrier", path: path)
        #expect(refusal == "error: stick 1: there is no call; stick 2: there is no call")
        #expect(target.commands == [.unplug, .status, .dropCarrier])
    }

    @Test func aLivingEmulatorIsNotPushedAside() throws {
        let server = try ControlServer(path: path, targets: [target], onQuit: {})
        defer { server.close() }
        #expect(throws: SystemError(call: "listen on \(path)", code: EADDRINUSE)) {
            try ControlServer(path: path, targets: [target], onQuit: {})
        }
    }

    @Test func whatADeadEmulatorLeftIsReplaced() async throws {
        _ = close(cposix_unix_listen(path))
        let server = try ControlServer(path: path, targets: [target], onQuit: {})
        defer { server.close() }
        #expect(try await ControlClient.ask("plug", path: path) == "ok")
    }

    @Test func onlyTheOwnerMayConnect() throws {
        let server = try ControlServer(path: path, targets: [target], onQuit: {})
        defer { server.close() }
        var information = stat()
        #expect(stat(path, &information) == 0)
        #expect(information.st_mode & 0o077 == 0)
    }

    @Test func nobodyThereIsAnError() async {
        await #expect(throws: SystemError.self) { try await ControlClient.ask("plug", path: path) }
    }
}
