import DBus
import EventLoop
import ModemAPI
import ModemClient
import TestSupport
import Testing

/// `zte-client device` against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct DeviceCommandTests {
    @Test func theTableOfAllSticks() async throws {
        let service = try await FakeService.start()
        let run = try await RunningClient.run(["device", "list"], bus: service.bus.address)
        #expect(run.status == 0 && run.errors == "")
        #expect(
            run.output == #"""
                ID         MODE     MODEL      WHAT IS DONE
                19d2:0001  modem    MF622\x1b  00:data 02:at
                19d2:2000  storage  -          eject
                19d2:1405  network  MF823      left to cdc_ether

                """#)
    }

    @Test(arguments: [
        (["--mode", "network"], ["19d2:1405"]), (["mf8"], ["19d2:1405"]), (["0031"], ["19d2:2000"]),
        (["0001"], ["19d2:0001", "19d2:2000"]), (["--mode", "storage", "0001"], ["19d2:2000"]), (["nothing"], []),
    ])
    func someOfThem(arguments: [String], ids: [String]) async throws {
        let service = try await FakeService.start()
        let run = try await RunningClient.run(["device", "list"] + arguments, bus: service.bus.address)
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n").dropFirst().map { String($0.prefix(9)) } == ids)
        #expect((run.errors == "no such stick is known\n") == ids.isEmpty)
    }

    @Test func aModeThatIsNoneIsWrongUsage() async throws {
        let service = try await FakeService.start()
        let run = try await RunningClient.run(["device", "list", "--mode", "fax"], bus: service.bus.address)
        #expect(run.status == 2)
    }

    @Test(arguments: ["2000", "19d2:2000", "19D2:2000"]) func oneOfThem(name: String) async throws {
        let service = try await FakeService.start()
        let run = try await RunningClient.run(["device", "show", name], bus: service.bus.address)
        #expect(run.status == 0)
        #expect(
            run.output == """
                19d2:2000
                  Mode      storage
                  Methods   eject
                  Targets   19d2:0001 19d2:0031
                  Source    a book

                """)
        let json = try await RunningClient.run(["device", "show", name, "--json"], bus: service.bus.address)
        #expect(json.output.hasPrefix(#"{"id":"19d2:2000","methods":["eject"],"mode":"storage","#))
    }

    @Test func oneThatIsNotKnown() async throws {
        let service = try await FakeService.start()
        let run = try await RunningClient.run(["device", "show", "ffff"], bus: service.bus.address)
        #expect(run.status == 1 && run.output == "" && run.errors.contains("devices.d"))
    }

    @Test func theFileOfAStick() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1.2")
        let run = try await RunningClient.run(["device", "export"], bus: service.bus.address)
        #expect(run.status == 0 && run.errors == "")
        #expect(run.output == "[19d2:0001]\nmodel = a\\x1bb\n")
    }
}
