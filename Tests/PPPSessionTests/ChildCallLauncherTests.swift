import CPosix
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

// One after the other: each call holds an inotify instance, and a user has only 128 of them, which the private buses of
// other tests take too.
@Suite(.eventLoop, .serialized, .endsWhenItHangs) @LoopActor struct ChildCallLauncherTests {
    @Test func nothingSecretIsVisibleFromOutside() async throws {
        let stub = try StubPPPd("printf '%s' \"$options\" > $root/options; bring_up; exec sleep 60")
        let request = CallRequest(
            port: StubPPPd.port, username: try Credential("visible", name: "username"),
            password: try Credential("s3cret words", name: "password"))
        let call = try await stub.launch(request)
        var events = call.events.makeAsyncIterator()
        _ = await events.next()
        let options = String(decoding: contents(stub.root + "/options"), as: UTF8.self)
        #expect(options.contains("user \"visible\"\npassword \"s3cret words\"\n"))
        let process = "/proc/\(call.processIdentifier)"
        for file in ["/environ", "/cmdline"] {
            let seen = try readable(process + file)
            #expect(!seen.contains("s3cret") && !seen.contains("visible"), "\(file)")
        }
        #expect(try !readable(process + "/cmdline").isEmpty)
        await call.hangUp()
    }

    @Test func theCommandLineIsFixed() async throws {
        let stub = try StubPPPd("echo \"$# $1 $2 $3\"; exit 8")
        let events = try await stub.launch().eventsWhileHeld()
        #expect(events == [.ended(.failed(status: 8, message: "3 /dev/ttyUSB7 file /proc/self/fd/3"))])
    }

    @Test func theEnvironmentIsEmptyAndNothingElseIsOpen() async throws {
        // 10 is where the shell keeps its script.
        let stub = try StubPPPd("tr '\\0' ' ' < /proc/$$/environ; ls -m /proc/$$/fd; exit 8")
        let events = try await stub.launch().eventsWhileHeld()
        #expect(events == [.ended(.failed(status: 8, message: "0, 1, 10, 2, 3"))])
    }

    @Test func theFolderIsPrivate() async throws {
        let stub = try StubPPPd("exec sleep 60")
        let call = try await stub.launch()
        var status = stat()
        #expect(stat(stub.root + "/run/ppp/ttyUSB7", &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o700)
        await call.hangUp()
    }

    @Test func aFolderThatADeadDaemonLeftIsTakenOver() async throws {
        let stub = try StubPPPd("exit 16")
        for folder in ["run", "run/ppp", "run/ppp/ttyUSB7"] { #expect(mkdir(stub.root + "/" + folder, 0o700) == 0) }
        try stub.write("run/ppp/ttyUSB7/state", "IFNAME=ppp0\nIPLOCAL=10.1.2.3\nIPREMOTE=10.64.64.64\n")
        #expect(try await stub.launch().eventsWhileHeld() == [.ended(.hangUp)])
        #expect(!stub.exists("run/ppp/ttyUSB7"))
    }

    @Test func aLinkInPlaceOfTheFolderIsRefused() async throws {
        let stub = try StubPPPd("exit 16")
        for folder in ["run", "run/ppp"] { #expect(mkdir(stub.root + "/" + folder, 0o700) == 0) }
        #expect(symlink("/tmp", stub.root + "/run/ppp/ttyUSB7") == 0)
        await #expect(throws: CallError.self) { try await stub.launch() }
        _ = unlink(stub.root + "/run/ppp/ttyUSB7")
    }

    @Test func withoutPppdItSaysSo() async throws {
        let stub = try StubPPPd("exit 0")
        _ = unlink(stub.root + "/pppd")
        await #expect(throws: CallError.notInstalled) { try await stub.launch() }
        #expect(!stub.exists("run"))
    }

    @Test func aPppdThatMayNotRunIsNotPermitted() async throws {
        let stub = try StubPPPd("exit 0")
        _ = chmod(stub.root + "/pppd", 0o644)
        await #expect(throws: CallError.notPermitted) { try await stub.launch() }
        #expect(!stub.exists("run/ppp/ttyUSB7"))
    }

    @Test func missingModulesAreLoaded() async throws {
        let stub = try StubPPPd("exit 16", device: "ROOT/ppp", modprobe: "echo \"$*\" > ROOT/loaded; : > ROOT/ppp")
        #expect(try await stub.launch().eventsWhileHeld() == [.ended(.hangUp)])
        #expect(contents(stub.root + "/loaded") == Array("-a -q ppp_generic ppp_async\n".utf8))
    }

    @Test func aKernelWithoutPPPIsNamed() async throws {
        let stub = try StubPPPd("exit 16", device: "ROOT/ppp", modprobe: "exit 1")
        await #expect(throws: CallError.noKernelSupport) { try await stub.launch() }
        #expect(!stub.exists("run"))
    }

    @Test func aModprobeThatHangsIsGivenFiveSeconds() async throws {
        let stub = try StubPPPd("exit 16", device: "ROOT/ppp", modprobe: "exec sleep 60")
        let launch = Task { @LoopActor in try await stub.launch() }
        await stub.clock.waitForSleepers()
        stub.clock.advance(by: .seconds(5))
        await #expect(throws: CallError.noKernelSupport) { try await launch.value }
    }

    @Test func aPortHasOneCall() async throws {
        let stub = try StubPPPd("exec sleep 60")
        let call = try await stub.launch()
        await #expect(throws: CallError.portUnavailable) { try await stub.launch() }
        await call.hangUp()
        let next = try await stub.launch()
        await next.hangUp()
    }

    @Test(arguments: ["", "..", "../sda", "ttyUSB0 plugin", "a/b/c", "/dev/ttyUSB0", "tty\nUSB0", "t.t", "ttyÜ"])
    func onlyNamesOfTTYsArePassedOn(node: String) async throws {
        let stub = try StubPPPd("exit 16")
        let port = TTYPort(node: node, interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)
        await #expect(throws: CallError.failed(status: -1, message: "not the name of a tty")) {
            try await stub.launch(CallRequest(port: port))
        }
    }

    @Test func manyCallsLeaveNothingOpen() async throws {
        let stub = try StubPPPd("bring_up; exit 16")
        let before = (EventLoop.main.watchCount, openDescriptors())
        for _ in 0..<25 { _ = try await stub.launch().eventsWhileHeld() }
        // Other suites come and go meanwhile, but not one for each call.
        #expect(EventLoop.main.watchCount < before.0 + 20)
        #expect(openDescriptors() < before.1 + 20)
    }

    /// The text of a file that may be empty, but has to be there.
    private func readable(_ path: String) throws -> String {
        let file = try OwnedDescriptor("open \(path)", cposix_open(path, O_RDONLY, 0))
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = try SystemError.checkErrno("read \(path)", read(file.number, &bytes, bytes.count))
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func openDescriptors() -> Int { (0..<4096).count { fcntl($0, F_GETFD) >= 0 } }
}
