import DBus
import EventLoop
import ModemAPI
import TestSupport
import Testing

/// `zte-client usage` against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct UsageCommandTests {
    private static let id = "0123456789abcdef"
    /// 2024-10-04.
    private static let month: UInt64 = 86400 * 20_000

    private func run(
        _ service: FakeService, _ arguments: String...
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await RunningClient.run(["usage"] + arguments, bus: service.bus.address)
    }

    private func sim(_ service: FakeService, _ id: String = id) throws -> FakeSIM {
        let sim = try FakeSIM(id, month: Self.month, in: service.tree)
        sim.usage = [FakeSIM.amount(Self.month, 1500), FakeSIM.amount(Self.month + 86400, 500)]
        return sim
    }

    @Test func aMonthByDays() async throws {
        let service = try await FakeService.start()
        let sim = try sim(service)
        let table = try await run(service)
        #expect(table.status == 0 && table.errors == "")
        #expect(table.output.contains("2024-10-04  1.5 kB    0 B   -        1 min 0 s\n"))
        #expect(table.output.contains("\ntotal       2 kB"))
        #expect(sim.queries.map(\.step) == ["day"] && sim.queries.first?.from == Self.month)
        let csv = try await run(service, "--csv", "--month")
        #expect(csv.output.contains("\n1728000000,2024-10-04,1500,0,60,0\n"))
        #expect(sim.queries.last?.step == "month" && sim.queries.last?.from == 0)
        let plot = try await run(service, "--plot")
        #expect(plot.output.hasPrefix("2024-10-04 ███") && !plot.output.contains("\u{1b}"))
        #expect(plot.output.contains("\n2024-10-06 "), "a day without use is a line too")
        let json = try await run(service, "--json")
        #expect(json.output.hasPrefix(#"{"Limit":{},"Month":{"roaming-rx-bytes":0,"#))
        #expect(json.output.contains(#""path":"/org/ztemodem1/sim/\#(Self.id)""#))
    }

    @Test func theSIMInTheStickIsMeant() async throws {
        let service = try await FakeService.start()
        let other = try sim(service, "ffffffffffffffff")
        let mine = try sim(service)
        let none = try await run(service)
        #expect(none.status == 3 && none.errors.contains("--sim"))
        let stick = try service.plug("1-1.2")
        let unread = try await run(service, "1-1.2")
        #expect(unread.status == 1 && unread.errors.contains("has not been read"))
        var values = PropertyValues()
        values[SimInterface.simID] = Self.id
        stick.sim.update(values)
        #expect(try await run(service, "1-1.2").status == 0)
        #expect(mine.queries.count == 1)
        #expect(try await run(service, "--sim", "ffffffffffffffff").status == 0)
        #expect(mine.queries.count == 1 && other.queries.count == 1)
        let unknown = try await run(service, "--sim", "\u{1b}[2J")
        #expect(unknown.status == 3 && !unknown.errors.contains("\u{1b}"))
        #expect(try await run(service, "--sim", Self.id, "1-1.2").status == 2)
    }

    @Test func aLimitIsSetChangedAndRemoved() async throws {
        let service = try await FakeService.start()
        let sim = try sim(service)
        #expect(try await run(service, "--action", "warn").status == 2)
        let set = try await run(service, "--limit", "5GB", "--first-day", "15")
        #expect(set.status == 0 && set.output == "limit: 5 GB a month from day 15 on, 0 % used\n")
        let changed = try await run(service, "--action", "disconnect")
        #expect(changed.status == 0 && changed.output.hasSuffix("; no more is used then\n"))
        #expect(
            sim.limits.last == [
                "bytes": .uint64(5_000_000_000), "first-day": .uint32(15), "action": .string("disconnect"),
            ])
        #expect(try await run(service).output.contains("\nlimit: 5 GB"))
        #expect(try await run(service, "--limit", "none").output == "no limit\n")
        #expect(sim.limits.last == [:])
        for wrong in [["--limit", "lots"], ["--limit", "none", "--first-day", "1"], ["--first-day", "29"]] {
            #expect(try await RunningClient.run(["usage"] + wrong, bus: service.bus.address).status == 2)
        }
    }
}
