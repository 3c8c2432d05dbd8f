import EventLoop
import Glibc
import TestSupport
import Testing

/// What ppp-up has the kernel take from routers where IPv6 was asked for.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct RouterScriptTests {
    private nonisolated static let keys = ["accept_ra", "accept_ra_defrtr", "ra_defrtr_metric"]
    private nonisolated static let lan = "default via fe80::1 dev eth0 proto ra metric 1024 "

    private func run(
        _ environment: [String: String], routes: String = "", keys: [String] = RouterScriptTests.keys
    ) async throws -> (values: [String], flushed: Bool) {
        var found: [String] = []
        var flushed = false
        try await ScriptStage.play { stage in
            try stage.write("routes6", routes + "\n")
            try stage.program(
                "ip",
                "case $* in '-6 route show default') cat ROOT/routes6 ;; '-6 route flush'*) echo \"$*\" >>ROOT/log ;; esac"
            )
            for key in keys { try stage.write("conf/ppp4242/" + key, "1\n") }
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder, environment) == .exited(0))
            found = keys.map { String(stage.text("conf/ppp4242/" + $0).prefix { $0 != "\n" }) }
            flushed = stage.log == ["-6 route flush default dev ppp4242 proto ra"]
            #expect(flushed || stage.log.isEmpty)
        }
        return (found, flushed)
    }

    @Test(arguments: [
        ("default", "", "", ["2", "1", "1"]),
        ("default", "", "unreachable default dev lo metric 4294967295", ["2", "1", "1"]),
        ("default", "", "default via fe80::9 dev ppp4242 proto ra ", ["2", "1", "1"]),
        ("default", "", lan, ["2", "0", "1"]), ("default", "700", lan, ["2", "1", "700"]),
        ("local", "", "", ["2", "0", "1"]), ("local", "700", "", ["2", "0", "1"]),
    ])
    func aDefaultRouteOnlyWhereOneIsWanted(wish: String, metric: String, routes: String, expected: [String])
        async throws
    {
        let (values, flushed) = try await run(
            ["ZTE_IPV6": wish, "ZTE_ROUTE_METRIC": metric], routes: routes)
        #expect(values == expected)
        #expect(flushed == (expected[1] == "0"))
    }

    @Test func withoutTheWishNothingIsTouched() async throws {
        #expect(try await run([:]).values == ["1", "1", "1"])
    }

    @Test func aKernelWithoutMetricOrIPv6IsNoObstacle() async throws {
        let old = ["accept_ra", "accept_ra_defrtr"]
        #expect(try await run(["ZTE_IPV6": "default", "ZTE_ROUTE_METRIC": "7"], keys: old).values == ["2", "1"])
        #expect(try await run(["ZTE_IPV6": "default"], keys: []).values == [])
    }
}
