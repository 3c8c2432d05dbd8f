import DBus
import EventLoop
import Glibc
import ModemAPI
import TestSupport
import Testing

/// Signals and terminals: what a person at a keyboard does to the built program.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct TerminalTests {
    // MARK: Monitor

    @Test func monitorShowsALineForEachChangeUntilItIsInterrupted() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "searching")
        let client = try RunningClient(["monitor"], bus: service.bus.address)
        await client.waitForOutput("1-1.2  searching\n")
        let status = try #require(FileText.read("/proc/\(client.processIdentifier)/status"))
        #expect(status.contains("\nThreads:\t1\n"))
        stick.go("registered")
        stick.set(NetworkInterface.signalQuality, 50)
        stick.go("failed", reason: "no-driver", message: "Load\u{1b} it.")
        stick.unplug()
        await client.waitForOutput("unplugged\n")
        service.die()
        await client.waitForOutput("ended\n")
        try await service.restart()
        _ = try service.plug("1-2", state: "storage")
        await client.waitForOutput("storage\n")
        client.signal(SIGINT)
        #expect(await client.end() == 0)
        #expect(client.errors == "")
        let lines = client.output.split(separator: "\n").map { $0.dropFirst("17:04:05.250  ".count) }
        #expect(
            lines == [
                "1-1.2  searching", "1-1.2  searching -> registered",
                "1-1.2  registered -> failed (no-driver): Load\\x1b it.", "1-1.2  unplugged", "zte-modemd has ended",
                "zte-modemd is back", "1-2  plugged in (19d2:0001): storage",
            ])
    }

    @Test(arguments: [SIGINT, SIGTERM]) func monitorAsJSONIsALineForEachEvent(signal: Int32) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "searching")
        let client = try RunningClient(["monitor", "--json", "--properties"], bus: service.bus.address)
        await client.waitForOutput("present")
        stick.set(NetworkInterface.operatorName, "a\nb")
        stick.go("registered", reason: "requested")
        await client.waitForOutput(#""event":"state""#)
        client.signal(signal)
        #expect(await client.end() == 0)
        let lines = client.output.split(separator: "\n")
        try #require(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix(#"{"time":"2"#) && $0.hasSuffix("}") })
        #expect(lines[1].contains(#""properties":{"OperatorName":"a\nb"}"#))
        let end = #""port":"1-1.2","from":"searching","state":"registered","reason":"requested","message":""}"#
        #expect(lines[2].hasSuffix(end))
    }

    @Test func monitorEndsWithTheBus() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1.2")
        let client = try RunningClient(["monitor"], bus: service.bus.address)
        await client.waitForOutput("registered\n")
        await service.bus.kill()
        #expect(await client.end() == 4)
        #expect(client.errors.contains("zte-client: the bus has gone away"))
    }

    // MARK: Connect

    @Test func whoInterruptsConnectIsToldThatItGoesOn() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let called = Gate()
        let never = Gate()
        stick.onConnect = { _ throws(BusError) in
            called.open()
            await never.pass()
            return [:]
        }
        let client = try RunningClient(["connect"], bus: service.bus.address)
        await called.pass()
        client.signal(SIGINT)
        #expect(await client.end() == 130)
        #expect(client.errors.contains("zte-client: interrupted; the stick goes on connecting"))
        never.open()
    }

    @Test func aTerminalHasOneLineOfProgress() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "searching")
        let called = Gate()
        let seen = Gate()
        stick.onConnect = { [unowned stick] _ throws(BusError) in
            called.open()
            await seen.pass()
            stick.go("connected")
            return FakeStick.address
        }
        let client = try RunningClient(["connect"], bus: service.bus.address, streams: .terminal)
        await called.pass()
        await client.waitForOutput("looking for a network (")
        stick.go("connecting")
        await client.waitForOutput("\r1-1.2: connecting (")
        seen.open()
        #expect(await client.end() == 0)
        #expect(
            client.output.hasSuffix(
                "\r\u{1b}[Kconnected: ppp0 10.64.11.7, peer 10.64.64.64, DNS 192.0.2.1, 192.0.2.2\r\n"))
        #expect(client.output.split(separator: "\r\n").count == 1)
    }

    @Test func aLockedSIMIsAskedForAtATerminal() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        stick.set(SimInterface.pinRetries, 3)
        stick.onConnect = { settings throws(BusError) in
            guard settings["pin"]?.unwrapped == .string("1234") else { throw ErrorName.simLocked("Wants its PIN.") }
            return FakeStick.address
        }
        let client = try RunningClient(["connect"], bus: service.bus.address, streams: .terminal)
        await client.waitForOutput("PIN of the SIM (3 tries left): ")
        client.type("1234\n")
        #expect(await client.end() == 0)
        #expect(!client.output.contains("1234"))
        #expect(client.output.contains("connected: ppp0"))
    }

    @Test func aWrongPINIsNotAskedForAgain() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        stick.onConnect = { settings throws(BusError) in throw ErrorName.simLocked("The SIM refused it.") }
        let client = try RunningClient(["connect"], bus: service.bus.address, streams: .terminal)
        await client.waitForOutput("PIN of the SIM: ")
        client.type("9999\n")
        #expect(await client.end() == 1)
        #expect(stick.requests.count == 2)
        let given = try RunningClient(
            ["connect", "--pin-fd", "3"], bus: service.bus.address, streams: .terminal, input: "9999")
        #expect(await given.end() == 1)
        #expect(stick.requests.count == 3)
    }

    /// Without a terminal nobody is asked, so a script never hangs.
    @Test func aScriptIsNotAsked() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        stick.onConnect = { _ throws(BusError) in throw ErrorName.simLocked("The SIM wants its PIN.") }
        let run = try await RunningClient.run(["connect"], bus: service.bus.address)
        #expect(run.status == 1 && run.errors.hasSuffix("zte-client: The SIM wants its PIN.\n"))
        #expect(stick.requests.count == 1)
    }

    @Test func aTerminalGivenForThePasswordIsAskedWithoutEcho() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let client = try RunningClient(
            ["connect", "--username", "me", "--password-fd", "0"], bus: service.bus.address, streams: .terminal)
        await client.waitForOutput("Password: ")
        client.type("secret\n")
        #expect(await client.end() == 0)
        #expect(!client.output.contains("secret"))
        #expect(stick.requests.first?["password"]?.unwrapped == .string("secret"))
    }

    @Test func whoInterruptsAQuestionGetsTheEchoBack() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1.2")
        let client = try RunningClient(
            ["connect", "--password-fd", "0"], bus: service.bus.address, streams: .terminal)
        await client.waitForOutput("Password: ")
        #expect(!client.echoes)
        client.signal(SIGINT)
        #expect(await client.end() == 130)
        #expect(client.echoes)
    }
}
