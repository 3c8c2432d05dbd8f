import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What an administrator types.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct DirectCommandTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }

    private func send(_ text: String, limit: UInt32 = 0) async throws -> [String] {
        try await modem.send(try RawCommand(text, milliseconds: limit))
    }

    @Test func theAnswerIsGivenAsItCame() async throws {
        #expect(await world.registers())
        world.stick.says("+CGATT: 1|OK", to: "AT+CGATT?")
        #expect(try await send("AT+CGATT?") == ["+CGATT: 1", "OK"])
        #expect(try await send("AT+NOSUCH") == ["+CME ERROR: 4"])
        #expect(modem.snapshot.state == .registered)
    }

    @Test func reportsAreNoPartOfIt() async throws {
        #expect(await world.registers())
        world.stick.says("+ZUSIMR:2|+CGATT: 1|+CREG: 5,\"00C3\",\"ABCD\"|OK", to: "AT+CGATT?")
        #expect(try await send("AT+CGATT?") == ["+CGATT: 1", "OK"])
        #expect(
            await world.wait { modem.snapshot.network?.registration == .roaming || modem.snapshot.state == .registered }
        )
    }

    @Test func aHostileAnswerIsHarmless() async throws {
        #expect(await world.registers())
        world.stick.says("\u{1b}]0;owned\u{7}\u{202e}|OK", to: "AT+X")
        #expect(try await send("AT+X") == ["]0;owned", "OK"])
        world.stick.says(
            Array(repeating: String(repeating: "x", count: 1000), count: 70).joined(separator: "|") + "|OK", to: "AT+Y")
        let error = ModemError.commandFailed("The answer is longer than 65536 bytes; ask for less at a time")
        await #expect(throws: error) { try await send("AT+Y") }
        #expect(try await send("AT") == ["OK"])
    }

    @Test func theTimeLimitIsTheCallers() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+X")
        let start = world.clock.now
        await #expect(throws: ModemError.timedOut("The command")) { try await send("AT+X", limit: 30_000) }
        #expect(start.duration(to: world.clock.now) >= .seconds(30))
        #expect(start.duration(to: world.clock.now) < .seconds(33))
        #expect(await world.reachesState(.registered))
    }

    @Test func oneAtATimeAndNotBesideTheRadio() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+X")
        let first = Task { try await send("AT+X", limit: 60_000) }
        #expect(await world.wait { world.stick.log.contains("AT+X") })
        await #expect(throws: ModemError.inProgress) { try await send("AT") }
        await #expect(throws: ModemError.inProgress) { try await modem.setNetworkMode(.auto) }
        _ = await first.result
        #expect(try await send("AT") == ["OK"])
    }

    @Test func aLockedStickTakesCommandsAndIsReadAnewWhenItIsOpen() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        #expect(try await send("AT") == ["OK"])
        world.stick.answers["AT+CPIN=\"0000\""] = "\r\n+CME ERROR: 16\r\n"
        world.stick.says("+ZPINPUK: 2,10|OK", to: "AT+ZPINPUK=?")
        #expect(try await send("AT+CPIN=\"0000\"") == ["+CME ERROR: 16"])
        #expect(modem.snapshot.sim?.pinRetries == 2)
        world.stick.answers["AT+CPIN=\"1234\""] = "\r\nOK\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: READY\r\n\r\nOK\r\n"
        #expect(try await send("AT+CPIN=\"1234\"") == ["OK"])
        #expect(await world.reachesState(.registered))
        #expect(world.stick.log.count { $0 == "AT+CPIN=\"1234\"" } == 1)
    }

    @Test func aCommandAboutTheLockIsASecretOfItsOwn() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CLCK=\"SC\",0,\"1234\"")
        let first = Task { try await send("AT+CLCK=\"SC\",0,\"1234\"") }
        #expect(await world.wait { world.stick.log.contains { $0.hasPrefix("AT+CLCK") } })
        await #expect(throws: ModemError.inProgress) {
            try await modem.changePIN(from: try PIN("1234"), to: try PIN("4321"))
        }
        _ = await first.result
    }

    @Test func aStickWithoutPortsSaysSo() async {
        let needed = "wait until its ports answer"
        await #expect(throws: ModemError.wrongState(.storage, needed: needed)) { try await send("AT") }
    }

    @Test func aStickThatLeavesMeanwhileIsGone() async {
        #expect(await world.registers())
        world.stick.mute.insert("AT+X")
        let waiting = Task { try await send("AT+X") }
        #expect(await world.wait { world.stick.log.contains("AT+X") })
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
    }
}
