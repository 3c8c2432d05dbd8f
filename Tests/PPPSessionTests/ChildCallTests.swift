import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

// One after the other: each call holds an inotify instance, and a user has only 128 of them, which the private buses of
// other tests take too.
@Suite(.eventLoop, .serialized, .endsWhenItHangs) @LoopActor struct ChildCallTests {
    // There is no such interface, so nobody is told of its servers.
    let address = CallAddress(
        interface: "ppp4242", address: "10.1.2.3", peer: "10.64.64.64", dns: ["8.8.8.8"], dnsUse: .unused)

    @Test func aCallComesUpAndIsHungUp() async throws {
        let stub = try StubPPPd("bring_up; exec sleep 60")
        let call = try await stub.launch()
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .up(address))
        #expect(stub.exists("run/ppp/ttyUSB7"))
        await call.hangUp()
        #expect(await events.next() == .ended(nil))
        #expect(await events.next() == nil)
        #expect(!stub.exists("run/ppp/ttyUSB7"))
        #expect(kill(call.processIdentifier, 0) == -1)
        await call.hangUp()
    }

    @Test(arguments: [
        ("echo Modem hangup; exit 16", CallError.hangUp), ("exit 19", .authenticationFailed),
        ("echo 'Failed to open' >&2; exit 7", .portUnavailable), ("exit 10", .negotiationFailed),
        ("echo LCP terminated by peer; exit 10", .terminatedByPeer),
        ("kill -9 $$", .failed(status: 137, message: "pppd was killed by signal 9")),
        ("yes noise | head -c 1000000; exit 16", .hangUp), ("echo odd; exit 8", .failed(status: 8, message: "odd")),
        (
            "i=0; while [ $i -lt 3000 ]; do echo noise $i; i=$((i+1)); done; echo LCP terminated by peer; exit 0",
            .terminatedByPeer
        ),
    ])
    func theEndIsExplained(script: String, error: CallError) async throws {
        let stub = try StubPPPd(script)
        let events = try await stub.launch().eventsWhileHeld()
        #expect(events == [.ended(error)])
        #expect(!stub.exists("run/ppp/ttyUSB7"))
    }

    @Test func aCallThatWasUpAndBreaksReportsBoth() async throws {
        // The last word waits for the event, so that the report is not overtaken by the end.
        let stub = try StubPPPd("bring_up; trap 'kill $s; echo Modem hangup; exit 16' USR1; sleep 60 & s=$!; wait")
        let call = try await stub.launch()
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .up(address))
        while !Self.handles(call.processIdentifier, SIGUSR1) { await Task.yield() }
        _ = kill(call.processIdentifier, SIGUSR1)
        #expect(await events.next() == .ended(.hangUp))
    }

    @Test func whatAPppdThatIsKilledToldTheResolverIsTakenBack() async throws {
        try await ScriptStage.play { stage in
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let stub = try StubPPPd("bring_up; kill -9 $$", scripts: stage.scripts)
            _ = try await stub.launch().eventsWhileHeld()
            #expect(
                stage.log == [
                    "resolvconf -a ppp4242.zte-modem", "nameserver 8.8.8.8", "resolvconf -d ppp4242.zte-modem",
                ])
            #expect(!stub.exists("run/ppp/ttyUSB7"))
        }
    }

    @Test func whatADaemonThatIsKilledToldTheResolverIsTakenBack() async throws {
        try await ScriptStage.play { stage in
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let stub = try StubPPPd("", scripts: stage.scripts)
            for folder in ["run", "run/ppp", "run/ppp/ttyUSB7"] { #expect(mkdir(stub.root + "/" + folder, 0o700) == 0) }
            try stub.write("run/ppp/ttyUSB7/names", "resolvconf ppp3\n")
            await stub.launcher.removeLeftovers()
            #expect(stage.log == ["resolvconf -d ppp3.zte-modem"])
            #expect(rmdir(stub.root + "/run/ppp/ttyUSB7") == 0)
            await stub.launcher.removeLeftovers()
            #expect(stage.log.count == 1)
        }
    }

    @Test func aScriptThatHangsHoldsUpNoEnd() async throws {
        try await ScriptStage.play { stage in
            try stage.program("resolvconf", "[ \"$1\" = -a ] || { echo hangs >>ROOT/log; exec sleep 20; }")
            let stub = try StubPPPd("bring_up; kill -9 $$", scripts: stage.scripts)
            let call = try await stub.launch()
            let end = Task { @LoopActor in await call.eventsWhileHeld() }
            while stage.log.isEmpty { await Task.yield() }
            stub.clock.advance(by: NameWithdrawal.limit)
            #expect(await end.value.last == .ended(.failed(status: 137, message: "pppd was killed by signal 9")))
        }
    }

    @Test func noAddressInThirtySecondsIsTooLate() async throws {
        let stub = try StubPPPd("exec sleep 60")
        let call = try await stub.launch()
        await stub.clock.waitForSleepers()
        stub.clock.advance(by: .seconds(30))
        #expect(await call.eventsWhileHeld() == [.ended(.timedOut)])
        #expect(stub.clock.sleeperCount == 0)
    }

    @Test func onceUpNoTimerRuns() async throws {
        let stub = try StubPPPd("bring_up; exec sleep 60")
        let call = try await stub.launch()
        var events = call.events.makeAsyncIterator()
        _ = await events.next()
        while stub.clock.sleeperCount > 0 { await Task.yield() }
        stub.clock.advance(by: .seconds(3600))
        #expect(kill(call.processIdentifier, 0) == 0)
        await call.hangUp()
    }

    @Test func aPppdThatIgnoresSigtermIsKilledAndItsLocksAreRemoved() async throws {
        let stub = try StubPPPd(
            """
            trap '' TERM
            printf '%10d\\n' $$ > $root/LCK..ttyUSB7
            printf '%d\\n' $$ > $root/ppp4242.pid
            bring_up
            exec sleep 60
            """)
        let call = try await stub.launch()
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .up(address))
        let first = Task { @LoopActor in await call.hangUp() }
        let second = Task { @LoopActor in await call.hangUp() }
        while stub.clock.sleeperCount == 0 { await Task.yield() }
        #expect(kill(call.processIdentifier, 0) == 0)
        stub.clock.advance(by: .seconds(5))
        await first.value
        await second.value
        #expect(kill(call.processIdentifier, 0) == -1)
        #expect(await events.next() == .ended(nil))
        #expect(!stub.exists("LCK..ttyUSB7") && !stub.exists("ppp4242.pid"))
    }

    @Test func anotherProgramsLockStays() async throws {
        let stub = try StubPPPd("exit 6")
        try stub.write("LCK..ttyUSB7", "         1\n")
        #expect(try await stub.launch().eventsWhileHeld() == [.ended(.portUnavailable)])
        #expect(stub.exists("LCK..ttyUSB7"))
        _ = unlink(stub.root + "/LCK..ttyUSB7")
    }

    @Test(arguments: [
        "printf 'IFNAME=ppp0\\nIPLOCAL=$(reboot)\\nIPREMOTE=1.2.3.4\\n' > $folder/state.new; mv $folder/state.new $folder/state",
        "head -c 100000 /dev/zero > $folder/state.new; mv $folder/state.new $folder/state",
        "ln -s /etc/passwd $folder/state.new; mv $folder/state.new $folder/state",
        "mkfifo $folder/state.new; mv $folder/state.new $folder/state",
        "bring_up '10.1.2.3 evil'", "bring_up 999.1.1.1",
    ])
    func aHostileReportIsNotAnAddress(script: String) async throws {
        let stub = try StubPPPd(script + "; exit 16")
        #expect(try await stub.launch().eventsWhileHeld() == [.ended(.hangUp)])
        #expect(!stub.exists("run/ppp/ttyUSB7"))
    }

    @Test func anotherAddressEndsTheCall() async throws {
        let stub = try StubPPPd(
            "bring_up; trap 'kill $s; bring_up 10.9.9.9; exec sleep 60' USR1; sleep 60 & s=$!; wait")
        let call = try await stub.launch()
        var events = call.events.makeAsyncIterator()
        #expect(await events.next() == .up(address))
        while !Self.handles(call.processIdentifier, SIGUSR1) { await Task.yield() }
        _ = kill(call.processIdentifier, SIGUSR1)
        #expect(await events.next() == .ended(.failed(status: 143, message: "the network changed the address")))
    }

    @Test func cancellingTheOwnersTaskHangsUp() async throws {
        let stub = try StubPPPd("bring_up; exec sleep 60")
        let call = try await stub.launch()
        let (up, continuation) = AsyncStream<Void>.makeStream()
        let owner = Task { @LoopActor in for await _ in call.events { continuation.yield() } }
        var ready = up.makeAsyncIterator()
        await ready.next()
        owner.cancel()
        await call.waitForEnd()
        #expect(!stub.exists("run/ppp/ttyUSB7"))
    }

    @Test func aCallThatNobodyHoldsIsHungUp() async throws {
        let stub = try StubPPPd("exec sleep 60")
        var call: SupervisedCall? = try await stub.launch()
        let process = try #require(call?.processIdentifier)
        call = nil
        while kill(process, 0) == 0 || stub.exists("run/ppp/ttyUSB7") { await Task.yield() }
    }

    /// Whether the process has a handler for the signal, from /proc.
    private static func handles(_ process: Int32, _ signal: Int32) -> Bool {
        let status = String(decoding: contents("/proc/\(process)/status"), as: UTF8.self)
        let mask = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
        return (mask.flatMap { UInt64($0, radix: 16) } ?? 0) & (1 << UInt64(signal - 1)) != 0
    }
}

extension SupervisedCall {
    /// All events to the end. The call is referenced as long, since letting go of it hangs up.
    func eventsWhileHeld() async -> [CallEvent] {
        var events: [CallEvent] = []
        for await event in self.events { events.append(event) }
        return events
    }

    /// Returns when pppd is gone, without asking for it.
    func waitForEnd() async {
        while kill(processIdentifier, 0) == 0 { await Task.yield() }
        await hangUp()
    }
}
