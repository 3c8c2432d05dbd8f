import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

/// Who is told of the name servers of a call, and that it is taken back.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct NameServerScriptTests {
    private nonisolated static let lan = "default via 192.168.1.1 dev eth0 proto dhcp metric 100 "

    private nonisolated static let shares: [(String, [String])] = [
        ("default dev ppp4242 scope link ", ["resolvectl domain ppp4242 ~.", "resolvectl default-route ppp4242 yes"]),
        (
            "default dev ppp4242 scope link\n\(lan)",
            ["resolvectl domain ppp4242 ~.", "resolvectl default-route ppp4242 yes"]
        ),
        ("\(lan)\ndefault dev ppp4242 scope link metric 700 ", ["resolvectl default-route ppp4242 yes"]),
        (lan, ["resolvectl default-route ppp4242 no"]), ("", ["resolvectl default-route ppp4242 no"]),
        ("default dev ppp42421 scope link ", ["resolvectl default-route ppp4242 no"]),
    ]

    @Test func whereTheyAreForWhoAskedAloneNobodyIsTold() async throws {
        try await ScriptStage.play { stage in
            try stage.runResolved()
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder, ["DNS1": "8.8.8.8", "ZTE_DNS": "report"]) == .exited(0))
            let report = AddressReport.parse(contents(folder + "/state"))
            #expect(report?.dns == ["8.8.8.8"] && report?.dnsUse == .unused)
            #expect(!stage.exists("log"))
        }
    }

    @Test(arguments: shares) func resolvedIsAskedForAsMuchAsGoesThroughTheCall(
        routes: String, questions: [String]
    ) async throws {
        try await ScriptStage.play(routes: routes) { stage in
            try stage.runResolved()
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder) == .exited(0))
            let told = ["resolvectl dns ppp4242 8.8.8.8 9.9.9.9"] + questions
            #expect(stage.log == told)
            let report = AddressReport.parse(contents(folder + "/state"))
            #expect(report?.dns == ["8.8.8.8", "9.9.9.9"] && report?.dnsUse == .resolved)
            #expect(try await stage.down(folder) == .exited(0))
            #expect(stage.log == told + ["resolvectl revert ppp4242"])
            #expect(rmdir(folder) == 0)
        }
    }

    @Test func whereResolvedFailsResolvconfIsTold() async throws {
        try await ScriptStage.play { stage in
            try stage.runResolved("echo \"resolvectl $*\" >>ROOT/log; [ \"$1\" != domain ]")
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder) == .exited(0))
            let told = [
                "resolvectl dns ppp4242 8.8.8.8 9.9.9.9", "resolvectl domain ppp4242 ~.", "resolvectl revert ppp4242",
                "resolvconf -a ppp4242.zte-modem", "nameserver 8.8.8.8", "nameserver 9.9.9.9",
            ]
            #expect(stage.log == told)
            #expect(AddressReport.parse(contents(folder + "/state"))?.dnsUse == .resolvconf)
            #expect(try await stage.down(folder) == .exited(0))
            #expect(stage.log == told + ["resolvectl revert ppp4242", "resolvconf -d ppp4242.zte-modem"])
            #expect(rmdir(folder) == 0)
        }
    }

    @Test func withoutEitherThereIsAFileOfTheServersOfAllCalls() async throws {
        try await ScriptStage.play { stage in
            let first = try stage.makeFolder("ttyUSB1")
            let second = try stage.makeFolder("ttyUSB2")
            #expect(try await stage.up(first) == .exited(0))
            #expect(stage.text("run/resolv.conf") == "nameserver 8.8.8.8\nnameserver 9.9.9.9\n")
            var status = stat()
            #expect(stat(stage.root + "/run/resolv.conf", &status) == 0 && status.st_mode & 0o777 == 0o644)
            #expect(AddressReport.parse(contents(first + "/state"))?.dnsUse == .file)
            #expect(try await stage.up(second, ["DNS2": "1.1.1.1"]) == .exited(0))
            #expect(stage.text("run/resolv.conf") == "nameserver 8.8.8.8\nnameserver 9.9.9.9\nnameserver 1.1.1.1\n")
            #expect(try await stage.down(first) == .exited(0))
            #expect(stage.text("run/resolv.conf") == "nameserver 1.1.1.1\n")
            #expect(try await stage.down(second) == .exited(0))
            #expect(!stage.exists("run/resolv.conf") && !stage.exists("run/resolv.conf.new"))
            #expect(rmdir(first) == 0 && rmdir(second) == 0)
        }
    }

    @Test func aCallThatTakesNoTrafficAnswersNoQuestionsThatAreNotItsOwn() async throws {
        try await ScriptStage.play(routes: Self.lan) { stage in
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder) == .exited(0))
            #expect(stage.log.isEmpty && !stage.exists("run/resolv.conf"))
            #expect(AddressReport.parse(contents(folder + "/state"))?.dnsUse == .unused)
        }
    }

    @Test func withoutServersNobodyIsTold() async throws {
        try await ScriptStage.play { stage in
            try stage.runResolved()
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder, [:]) == .exited(0))
            #expect(try await stage.down(folder) == .exited(0))
            #expect(stage.log.isEmpty)
        }
    }

    @Test func aResolverThatHangsHoldsUpNoCallAndIsUndone() async throws {
        try await ScriptStage.play(patience: "2") { stage in
            try stage.runResolved("echo \"resolvectl $*\" >>ROOT/log; [ \"$1\" != dns ] || exec sleep 60")
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder) == .exited(0))
            #expect(AddressReport.parse(contents(folder + "/state"))?.dnsUse == .unused)
            #expect(try await stage.down(folder) == .exited(0))
            #expect(stage.log.last == "resolvectl revert ppp4242")
        }
    }

    @Test func anInterfaceThatIsGoneMayBeAnothers() async throws {
        try await ScriptStage.play { stage in
            try stage.runResolved()
            let folder = try stage.makeFolder()
            #expect(try await stage.up(folder) == .exited(0))
            let told = stage.log
            #expect(try await stage.names("forget", folder) == .exited(0))
            #expect(stage.log == told)
            #expect(!stage.exists("run/ppp/ttyUSB7/names"))
        }
    }

    @Test func sweepingForgetsAllCalls() async throws {
        try await ScriptStage.play { stage in
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let folders = [try stage.makeFolder("ttyUSB1"), try stage.makeFolder("ttyUSB2"), try stage.makeFolder("x")]
            for folder in folders.prefix(2) { #expect(try await stage.up(folder, ["DNS1": "1.1.1.1"]) == .exited(0)) }
            let told = stage.log
            #expect(try await stage.names("sweep", stage.root + "/run") == .exited(0))
            #expect(stage.log == told + Array(repeating: "resolvconf -d ppp4242.zte-modem", count: 2))
            #expect(try await stage.names("sweep", stage.root + "/nothing") == .exited(0))
        }
    }

    @Test(arguments: [
        ["eth0", "8.8.8.8"], ["ppp", "8.8.8.8"], ["ppp4242;id", "8.8.8.8"], ["--help", "8.8.8.8"], ["", "8.8.8.8"],
        ["ppp4242"], ["ppp4242", ""], ["ppp4242", "8.8.8"], ["ppp4242", "8.8.8.8.8"], ["ppp4242", "8.8.8.256"],
        ["ppp4242", "8.8.8.08"], ["ppp4242", "0.0.0.0"], ["ppp4242", "8.8..8"], ["ppp4242", "8.8.8.8;id"],
        ["ppp4242", "8.8.8.8\nsearch evil"], ["ppp4242", "::1"], ["ppp4242", "-h"], ["ppp4242", "8.8.8.8", "x"],
        ["ppp4242", "8.8.8.8 9.9.9.9"], ["ppp4242", "*.*.*.*"],
    ])
    func whatIsNoInterfaceOrAddressReachesNoProgram(words: [String]) async throws {
        try await ScriptStage.play { stage in
            try stage.runResolved()
            let folder = try stage.makeFolder()
            let end =
                switch words.count {
                case 1: try await stage.names("add", folder, words[0])
                case 2: try await stage.names("add", folder, words[0], words[1])
                default: try await stage.names("add", folder, words[0], words[1], words[2])
                }
            #expect(end == .exited(1))
            #expect(stage.log.isEmpty && rmdir(folder) == 0)
        }
    }

    @Test func aListOfWaysThatIsNotOursDoesNothing() async throws {
        try await ScriptStage.play { stage in
            try stage.runResolved()
            try stage.program("resolvconf", ScriptStage.resolvconf)
            let folder = try stage.makeFolder()
            try stage.write(
                "run/ppp/ttyUSB7/names", "resolved eth0\nresolvconf -a\nreboot ppp1\nresolved ppp1 ppp2\n\n")
            #expect(try await stage.names("remove", folder) == .exited(0))
            #expect(stage.log.isEmpty)
        }
    }

    @Test(arguments: ["", "/", "/tmp", "relative/ppp/x", "/tmp/ppp/../x", "/tmp/$(id)/ppp/x", "/no/such/ppp/folder"])
    func aFolderThatIsNotOfACallIsRefused(folder: String) async throws {
        try await ScriptStage.play { (stage) async throws in
            #expect(try await stage.names("add", folder, "ppp4242", "8.8.8.8") == .exited(1))
            #expect(try await stage.names("remove", folder) == .exited(1))
            #expect(try await stage.names("forget", folder) == .exited(1))
            #expect(try await stage.names("purge", folder) == .exited(1))
        }
    }
}
