import DBus
import EventLoop
import ModemAPI
import ModemClient
import TestSupport
import Testing

/// `zte-client switch`, both ways.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SwitchCommandTests {
    @Test(
        arguments: [
            ([], [:], "1-1 is a modem (19d2:0001)\n"),
            (
                ["--method", "driver-release", "--force"],
                ["method": .string("driver-release"), "force": .boolean(true)],
                "1-1 is a modem (19d2:0001)\n"
            ),
            (["--to", "modem"], ["target": .string("modem")], "1-1 is a modem (19d2:0001)\n"),
            (["--to", "storage"], ["target": .string("storage")], "1-1 is a CD-ROM (19d2:0001)\n"),
            (
                ["--cd-rom", "off"], ["cd-rom": .string("off")],
                "1-1 is a modem (19d2:0001); from the next plug on it shows no CD-ROM\n"
            ),
            (
                ["--to", "storage", "--cd-rom", "on"], ["target": .string("storage"), "cd-rom": .string("on")],
                "1-1 is a CD-ROM (19d2:0001); from the next plug on it shows its CD-ROM\n"
            ),
        ] as [([String], [String: Value], String)])
    func eachOptionIsPassedOnAndTheOutcomeSaid(words: [String], options: [String: Value], output: String) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1")
        let run = try await RunningClient.run(["switch"] + words, bus: service.bus.address)
        #expect(run.status == 0 && run.output == output)
        #expect(stick.switches.map { $0.mapValues(\.unwrapped) } == [options])
    }

    @Test(arguments: [
        ["--method", "kick"], ["--to", "disc"], ["--cd-rom", "maybe"], ["--to", "storage", "--method", "eject"],
        ["--cd-rom", "off", "--method", "eject"], ["--to", "storage", "--cd-rom", "off"],
    ])
    func whatMakesNoSenseIsWrongUsage(words: [String]) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1")
        let run = try await RunningClient.run(["switch"] + words, bus: service.bus.address)
        #expect(run.status == 2 && run.output == "")
        #expect(stick.switches.isEmpty)
    }

    @Test(arguments: [(ErrorName.mounted, Int32(1)), (.wrongState, 1), (.invalidArguments, 2), (.notAuthorized, 5)])
    func aRefusalHasItsStatus(name: ErrorName, status: Int32) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1")
        stick.onSwitch = { () throws(BusError) in throw name("It is mounted on /media/cdrom.") }
        let run = try await RunningClient.run(["switch"], bus: service.bus.address)
        #expect(run.status == status && run.errors.contains("zte-client: It is mounted on /media/cdrom.\n"))
    }

    @Test func eachAttemptIsShown() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1", state: "storage")
        let called = Gate()
        let seen = Gate()
        stick.onSwitch = { () throws(BusError) in
            called.open()
            await seen.pass()
        }
        let client = try RunningClient(["switch"], bus: service.bus.address)
        await called.pass()
        stick.set(ModemInterface.switchMethod, "eject")
        stick.set(ModemInterface.switchAttempts, 1)
        stick.go("switching")
        await client.waitForErrors("  1-1: switching from CD-ROM to modem (eject)\n")
        stick.set(ModemInterface.switchMethod, "driver-release")
        stick.set(ModemInterface.switchAttempts, 2)
        await client.waitForErrors("  1-1: switching from CD-ROM to modem (driver-release, attempt 2)\n")
        stick.go("settling")
        await client.waitForErrors("  1-1: waiting for the serial ports\n")
        seen.open()
        #expect(await client.end() == 0)
    }
}
