import EventLoop
import Glibc
import TestSupport
import Testing

/// The scripts of `libexec`, word for word but for the places they look at: programs, sysfs and resolved are in a folder of
/// the test's. The scripts themselves know no such choice.
@LoopActor final class ScriptStage {
    private let folder: TemporaryFolder
    let root: String
    var scripts: String { root + "/libexec" }

    /// Notes what it is called with, and what it is given.
    nonisolated static let resolvconf = "echo \"resolvconf $*\" >>ROOT/log; [ \"$1\" != -a ] || cat >>ROOT/log"
    nonisolated static let resolvectl = "echo \"resolvectl $*\" >>ROOT/log"

    /// - Parameters:
    ///   - routes: what `ip -4 route show default` prints.
    ///   - patience: of ppp-up, in seconds.
    static func play(
        routes: String = "default dev ppp4242 scope link ", patience: String = "8",
        _ story: @LoopActor (ScriptStage) async throws -> Void
    ) async throws {
        let stage = try ScriptStage(patience: patience)
        try stage.program("ip", "[ \"$*\" != '-4 route show default' ] || cat ROOT/routes")
        try stage.write("routes", routes + "\n")
        try await story(stage)
    }

    private init(patience: String) throws {
        folder = try TemporaryFolder()
        root = folder.path
        for folder in ["/bin", "/libexec", "/net", "/net/ppp4242", "/run", "/run/ppp", "/conf", "/conf/ppp4242"] {
            try SystemError.checkErrno("mkdir", mkdir(root + folder, 0o700))
        }
        for script in ["ppp-up", "ppp-down", "ppp-names"] {
            let text = String(decoding: contents(StubPPPd.scripts + "/" + script), as: UTF8.self)
                .replacing("PATH=/usr/sbin:/usr/bin:/sbin:/bin\n", with: "PATH=\(root)/bin:/usr/bin:/bin\n")
                .replacing("/sys/class/net", with: root + "/net")
                .replacing("/run/systemd/resolve", with: root + "/resolve")
                .replacing("/proc/sys/net/ipv6/conf", with: root + "/conf")
                .replacing("timeout -k 1 8", with: "timeout -k 1 \(patience)")
            try write("libexec/\(script)", text)
        }
    }

    /// A program the scripts find, before those of this machine.
    func program(_ name: String, _ text: String) throws {
        try write("bin/" + name, "#!/bin/sh\n" + text.replacing("ROOT", with: root) + "\n")
    }

    func runResolved(_ resolvectl: String = ScriptStage.resolvectl) throws {
        try SystemError.checkErrno("mkdir", mkdir(root + "/resolve", 0o755))
        try program("resolvectl", resolvectl)
    }

    func makeFolder(_ node: String = "ttyUSB7") throws -> String {
        let folder = "\(root)/run/ppp/\(node)"
        try SystemError.checkErrno("mkdir", mkdir(folder, 0o700))
        return folder
    }

    /// As pppd runs them.
    func up(_ folder: String, _ dns: [String: String] = ["DNS1": "8.8.8.8", "DNS2": "9.9.9.9"]) async throws
        -> ProcessEnd
    {
        try await run("ppp-up", ["ppp4242", "/dev/ttyUSB7", "115200", "10.1.2.3", "10.64.64.64", folder], dns)
    }

    func down(_ folder: String) async throws -> ProcessEnd {
        try await run("ppp-down", ["ppp4242", "/dev/ttyUSB7", "115200", "10.1.2.3", "10.64.64.64", folder])
    }

    func names(_ arguments: String...) async throws -> ProcessEnd { try await run("ppp-names", arguments) }

    private func run(_ script: String, _ arguments: [String], _ dns: [String: String] = [:]) async throws -> ProcessEnd
    {
        let environment = ["IFNAME": "ppp4242", "IPLOCAL": "10.1.2.3", "IPREMOTE": "10.64.64.64"]
        let child = try ChildProcess(
            .init(
                path: "\(scripts)/\(script)", arguments: arguments, environment: environment.merging(dns) { $1 }))
        return await child.end()
    }

    /// What the programs were called with, line by line.
    var log: [String] { text("log").split(separator: "\n").map(String.init) }

    func text(_ name: String) -> String { String(decoding: contents("\(root)/\(name)"), as: UTF8.self) }

    func exists(_ name: String) -> Bool { access("\(root)/\(name)", F_OK) == 0 }

    func write(_ name: String, _ text: String) throws {
        let file = try #require(fopen("\(root)/\(name)", "w"))
        _ = fputs(text, file)
        _ = fclose(file)
        _ = chmod("\(root)/\(name)", 0o755)
    }
}
