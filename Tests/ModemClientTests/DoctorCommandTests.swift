import DBus
import EventLoop
import ModemAPI
import TestSupport
import Testing

/// `zte-client doctor` against a service on a bus of its own. What it finds on the machine of the tests is that machine's.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct DoctorCommandTests {
    @Test func theServiceIsAsked() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        let run = try await RunningClient.run(["doctor", "--json"], bus: service.bus.address)
        #expect(run.status == 7 && run.errors == "")
        #expect(
            run.output.contains(#""check":"service","status":"problem","found":"zte-modemd 0.0.0 runs, and this is"#))
        #expect(run.output.contains(#""check":"sim","status":"problem","found":"1-1.2: it waits for its PIN"#))
        let text = try await RunningClient.run(["doctor"], bus: service.bus.address)
        #expect(text.status == 7 && text.output.hasPrefix("problem  service     zte-modemd 0.0.0 runs"))
    }

    @Test func withoutAServiceTheRestIsLookedAt() async throws {
        let bus = try await PrivateBus.start()
        let run = try await RunningClient.run(["doctor"], bus: bus.address)
        #expect(run.status == 7 && run.output.contains("problem  service     zte-modemd does not run"))
        #expect(run.output.contains("skipped  sim         the service has to run for that"))
    }

    @Test func withoutABusTheRestIsLookedAt() async throws {
        let run = try await RunningClient.run(["doctor"], bus: "unix:path=/nonexistent/bus")
        #expect(run.status == 7 && run.output.hasPrefix("problem  service     there is no system bus: "))
        #expect(run.output.contains("  versions    kernel "))
    }

    @Test func aReportHasNoNumbers() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.set(ModemInterface.equipmentIdentifier, "356938035643809")
        stick.set(ModemInterface.model, "MF622\u{1b}[2J")
        let folder = try TemporaryFolder()
        let path = folder.path + "/report.txt"
        let run = try await RunningClient.run(["doctor", "--report", path], bus: service.bus.address)
        #expect(run.status == 7 && run.errors == "the report is in \(path)\n")
        let report = folder.read("report.txt")
        #expect(report.contains("== Findings\n") && report.contains("***09") && report.contains("MF622"))
        #expect(!report.contains("35693803") && !report.contains("\u{1b}"))
        let again = try await RunningClient.run(["doctor", "--report", path], bus: service.bus.address)
        #expect(again.status == 1 && again.errors.contains("File exists"))
        let printed = try await RunningClient.run(["doctor", "--report", "-"], bus: service.bus.address)
        #expect(printed.status == 7 && printed.output.contains("== Findings\n"))
    }
}
