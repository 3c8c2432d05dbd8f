import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

/// `ppp-up` and `ppp-down` by themselves, with what pppd would give them.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct ScriptTests {
    private let environment = ["IFNAME": "ppp4242", "IPLOCAL": "10.1.2.3", "IPREMOTE": "10.64.64.64"]

    @Test func theReportIsCompleteAndForItsFolderToHide() async throws {
        let stub = try StubPPPd("")
        let folder = try makeFolder(stub)
        let end = try await run("ppp-up", folder, environment.merging(["DNS2": "9.9.9.9"]) { $1 })
        #expect(end == .exited(0))
        let report = "IFNAME=ppp4242\nIPLOCAL=10.1.2.3\nIPREMOTE=10.64.64.64\nDNS2=9.9.9.9\nDNSBY=none\n"
        #expect(contents(folder + "/state") == Array(report.utf8))
        var status = stat()
        #expect(stat(folder + "/state", &status) == 0 && status.st_mode & 0o777 == 0o644)
        #expect(try await run("ppp-down", folder, environment) == .exited(0))
        #expect(!stub.exists("run/ppp/ttyUSB7/state"))
        _ = rmdir(folder)
    }

    @Test func aRouteThatCannotBeAddedDoesNotHideTheAddress() async throws {
        let stub = try StubPPPd("")
        let folder = try makeFolder(stub)
        let end = try await run("ppp-up", folder, environment.merging(["ZTE_ROUTE_METRIC": "700"]) { $1 })
        #expect(end == .exited(0))
        #expect(AddressReport.parse(contents(folder + "/state"))?.interface == "ppp4242")
        _ = unlink(folder + "/state")
        _ = rmdir(folder)
    }

    @Test(arguments: ["10.1.2.3\nDNS1=6.6.6.6", "", "$(id)", "a b", "../x"])
    func aValueThatIsNoWordIsNotReported(value: String) async throws {
        let stub = try StubPPPd("")
        let folder = try makeFolder(stub)
        #expect(try await run("ppp-up", folder, environment.merging(["IPLOCAL": value]) { $1 }) == .exited(1))
        #expect(rmdir(folder) == 0)
    }

    @Test(arguments: ["", "/", "/tmp", "relative/ppp/x", "/tmp/ppp/../x", "/tmp/$(id)/ppp/x", "/no/such/ppp/folder"])
    func aFolderThatIsNotOfACallIsRefused(folder: String) async throws {
        #expect(try await run("ppp-up", folder, environment) == .exited(1))
    }

    @Test func aLinkIsRefused() async throws {
        let stub = try StubPPPd("")
        let folder = try makeFolder(stub)
        #expect(symlink(folder, folder + "2") == 0)
        #expect(try await run("ppp-up", folder + "2", environment) == .exited(1))
        _ = unlink(folder + "2")
        _ = rmdir(folder)
    }

    private func makeFolder(_ stub: StubPPPd) throws -> String {
        for folder in ["/run", "/run/ppp", "/run/ppp/ttyUSB7"] {
            try SystemError.checkErrno("mkdir", mkdir(stub.root + folder, 0o700))
        }
        return stub.root + "/run/ppp/ttyUSB7"
    }

    private func run(_ script: String, _ folder: String, _ environment: [String: String]) async throws -> ProcessEnd {
        let child = try ChildProcess(
            .init(
                path: StubPPPd.scripts + "/" + script,
                arguments: ["ppp4242", "/dev/ttyUSB7", "115200", "10.1.2.3", "10.64.64.64", folder],
                environment: environment))
        return await child.end()
    }
}
