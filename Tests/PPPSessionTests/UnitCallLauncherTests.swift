import CPosix
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

/// pppd in units of their own, run by a host that only says so.
@Suite(.eventLoop, .serialized, .endsWhenItHangs) @LoopActor struct UnitCallLauncherTests {
    @LoopActor private final class Unit: RunningUnit {
        let name: String
        var isEnding = false
        private(set) var stops = 0
        private(set) var isReleased = false
        private var end: UnitEnd?
        private var waiting: [CheckedContinuation<UnitEnd, Never>] = []

        init(_ name: String) { self.name = name }

        func end() async -> UnitEnd {
            if let end { return end }
            return await withCheckedContinuation { waiting.append($0) }
        }

        func finish(_ end: UnitEnd) {
            self.end = end
            for waiter in waiting { waiter.resume(returning: end) }
            waiting = []
        }

        func stop() async {
            stops += 1
            finish(UnitEnd(.exited(5), status: "Terminating on signal 15"))
        }

        func release() { isReleased = true }
    }

    @LoopActor private final class Host: UnitHost {
        var left: [Unit] = []
        private(set) var started: [Unit] = []
        var refusal: CallError?
        /// What is done when a unit starts.
        var onStart: @LoopActor (String) -> Void = { _ in }

        func start(_ name: String) async throws(CallError) -> any RunningUnit {
            onStart(name)
            if let refusal { throw refusal }
            let unit = Unit(name)
            started.append(unit)
            return unit
        }

        func running(like pattern: String) async -> [any RunningUnit] { left }
    }

    private static let address = CallAddress(
        interface: "ppp4242", address: "10.1.2.3", peer: "10.64.64.64", dns: ["8.8.8.8"])
    private static let report = "IFNAME=ppp4242\nIPLOCAL=10.1.2.3\nIPREMOTE=10.64.64.64\nDNS1=8.8.8.8\n"

    private let host = Host()
    private let stub: StubPPPd
    private let launcher: UnitCallLauncher
    private var folder: String { stub.root + "/zte-pppd/ttyUSB7" }

    init() throws {
        stub = try StubPPPd("")
        var paths = UnitCallLauncher.Paths()
        paths.installation.pppd = stub.root + "/pppd"
        paths.installation.modprobe = stub.root + "/modprobe"
        paths.installation.scripts = StubPPPd.scripts
        paths.runtime = stub.root + "/run"
        paths.calls = stub.root + "/zte-pppd"
        paths.installation.device = "/dev/null"
        paths.owner = geteuid()
        launcher = UnitCallLauncher(host, paths: paths, clock: stub.clock)
        for made in [stub.root + "/zte-pppd", stub.root + "/zte-pppd/ttyUSB7"] {
            try SystemError.checkErrno("mkdir", mkdir(made, 0o755))
        }
    }

    /// As `ppp-up` does it.
    private func bringUp(_ text: String = report) throws {
        try stub.write("zte-pppd/ttyUSB7/state.new", text)
        try SystemError.checkErrno("rename", rename(folder + "/state.new", folder + "/state"))
    }

    /// systemd takes the folder away with the unit.
    private func removeFolder() {
        _ = unlink(folder + "/state")
        _ = rmdir(folder)
        _ = rmdir(stub.root + "/zte-pppd")
    }

    private func launch() async throws -> SupervisedCall {
        try #require(try await launcher.launch(CallRequest(port: StubPPPd.port)) as? SupervisedCall)
    }

    @Test func theUnitGetsARecordThatIsGoneAfterwards() async throws {
        let path = stub.root + "/run/ppp/ttyUSB7.call"
        var record: [UInt8] = []
        var mode: mode_t = 0
        host.onStart = { _ in
            record = contents(path)
            var status = stat()
            if stat(path, &status) == 0 { mode = status.st_mode & 0o7777 }
        }
        let request = CallRequest(
            port: StubPPPd.port, username: try Credential("me", name: "username"), authentication: .pap)
        let call = try await launcher.launch(request)
        #expect(host.started.map(\.name) == ["zte-pppd@ttyUSB7.service"])
        #expect(try CallRecord.read(record, node: "ttyUSB7").username == request.username)
        #expect(mode == 0o600)
        #expect(!stub.exists("run/ppp/ttyUSB7.call"))
        await call.hangUp()
        removeFolder()
    }

    @Test func itIsUpAndEnds() async throws {
        let call = try await launch()
        var events = call.events.makeAsyncIterator()
        try bringUp()
        #expect(await events.next() == .up(Self.address))
        #expect(call.since == UnitReport(folder: folder, owner: geteuid())?.since)
        host.started[0].finish(UnitEnd(.exited(0), status: "LCP terminated by peer | Connection terminated."))
        #expect(await events.next() == .ended(.terminatedByPeer))
        #expect(await events.next() == nil)
        #expect(host.started[0].isReleased)
        removeFolder()
    }

    @Test func hangingUpStopsTheUnit() async throws {
        let call = try await launch()
        await call.hangUp()
        #expect(host.started[0].stops == 1)
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .ended(nil))
        removeFolder()
    }

    @Test func whoDoesNotListenAnyMoreHangsUp() async throws {
        var call: SupervisedCall? = try await launch()
        #expect(call != nil)
        call = nil
        while host.started[0].stops == 0 { await Task.yield() }
        removeFolder()
    }

    @Test func withoutAnAddressItIsStoppedAfterHalfAMinute() async throws {
        let call = try await launch()
        await stub.clock.waitForSleepers()
        stub.clock.advance(by: .seconds(30))
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .ended(.timedOut))
        removeFolder()
    }

    @Test func aReportOfSomebodyElseIsNone() throws {
        try bringUp()
        #expect(UnitReport(folder: folder, owner: geteuid())?.address == Self.address)
        #expect(UnitReport(folder: folder, owner: geteuid() + 1) == nil)
        _ = rename(folder + "/state", folder + "/other")
        _ = symlink(folder + "/other", folder + "/state")
        #expect(UnitReport(folder: folder, owner: geteuid()) == nil)
        _ = unlink(folder + "/other")
        removeFolder()
    }

    @Test func aPortHasOneCall() async throws {
        let call = try await launch()
        await #expect(throws: CallError.portUnavailable) { _ = try await launch() }
        await call.hangUp()
        let next = try await launch()
        await next.hangUp()
        removeFolder()
    }

    @Test func whatSystemdRefusesLeavesNothing() async throws {
        host.refusal = .notPermitted
        await #expect(throws: CallError.notPermitted) { _ = try await launch() }
        #expect(!stub.exists("run/ppp/ttyUSB7.call"))
        host.refusal = nil
        let call = try await launch()
        await call.hangUp()
        removeFolder()
    }

    @Test(arguments: ["", "..", "ttyS0", "pts/3", "ttyUSB0 plugin", "ttyUSB01"])
    func onlySticksHaveUnits(node: String) async throws {
        let port = TTYPort(node: node, interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)
        await #expect(throws: CallError.failed(status: -1, message: "not the name of a stick's tty")) {
            _ = try await launcher.launch(CallRequest(port: port))
        }
        removeFolder()
    }

    // MARK: Across runs of the daemon

    @Test func aCallThatIsUpCanBeLeft() async throws {
        let call = try await launch()
        var events = call.events.makeAsyncIterator()
        try bringUp()
        #expect(await events.next() == .up(Self.address))
        launcher.leaveCalls()
        await call.hangUp()
        #expect(host.started[0].stops == 0)
        host.started[0].finish(UnitEnd(.exited(16)))
        #expect(await events.next() == .ended(.hangUp))
        removeFolder()
    }

    @Test func oneThatIsStillBeingMadeCannot() async throws {
        let call = try await launch()
        launcher.leaveCalls()
        await call.hangUp()
        #expect(host.started[0].stops == 1)
        removeFolder()
    }

    @Test func whatWasLeftIsFoundAndAdopted() async throws {
        let unit = Unit("zte-pppd@ttyUSB7.service")
        host.left = [unit, Unit("zte-pppd@pts-3.service")]
        try bringUp()
        let found = await launcher.inheritedCalls()
        #expect(found.map(\.node) == ["ttyUSB7"])
        #expect(found[0].address == Self.address)
        #expect(found[0].since > 1_600_000_000)
        await #expect(throws: CallError.portUnavailable) { _ = try await launch() }
        let call = found[0].adopt()
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .up(Self.address))
        await call.hangUp()
        #expect(unit.stops == 1)
        #expect(await events.next() == .ended(nil))
        #expect(host.started.isEmpty)
        removeFolder()
    }

    @Test func oneThatIsOnItsWayOutIsNotUp() async throws {
        let unit = Unit("zte-pppd@ttyUSB7.service")
        unit.isEnding = true
        host.left = [unit]
        try bringUp()
        #expect(await launcher.inheritedCalls().map(\.address) == [nil])
        removeFolder()
    }

    @Test func whatNobodyWantsIsEnded() async throws {
        let unit = Unit("zte-pppd@ttyUSB7.service")
        host.left = [unit]
        let found = await launcher.inheritedCalls()
        #expect(found.count == 1 && found[0].address == nil)
        await found[0].end()
        #expect(unit.stops == 1 && unit.isReleased)
        let next = try await launch()
        await next.hangUp()
        removeFolder()
    }
}
