import CPosix
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

/// A folder of its own with a shell script in the place of pppd, and a launcher that uses it.
///
/// The script knows `$up`, `$down` and `$folder` from its options as pppd would, `bring_up` runs the real ppp-up.
@LoopActor final class StubPPPd {
    let root: String
    let clock = TestClock()
    let launcher: ChildCallLauncher
    nonisolated static let port = TTYPort(
        node: "ttyUSB7", interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)

    /// - Parameter device: of the kernel's PPP; one that exists by default.
    init(
        _ script: String, device: String = "/dev/null", modprobe: String = "exit 0", scripts: String = StubPPPd.scripts
    ) throws {
        var template = Array("/tmp/zte-ppp-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var paths = ChildCallLauncher.Paths()
        paths.installation.pppd = root + "/pppd"
        paths.installation.modprobe = root + "/modprobe"
        paths.installation.scripts = scripts
        paths.runtime = root + "/run"
        paths.locks = root
        paths.pidFiles = root
        paths.installation.device = device.replacing("ROOT", with: root)
        launcher = ChildCallLauncher(paths: paths, clock: clock)
        try write("pppd", Self.prelude.replacing("ROOT", with: root) + script + "\n")
        try write("modprobe", "#!/bin/sh\nPATH=/usr/bin:/bin\n" + modprobe.replacing("ROOT", with: root) + "\n")
    }

    isolated deinit {
        _ = rmdir(root + "/run/ppp")
        _ = rmdir(root + "/run")
        for name in ["pppd", "modprobe", "options", "ppp", "loaded"] { _ = unlink(root + "/" + name) }
        if rmdir(root) != 0 { Issue.record("something is left in \(root)") }
    }

    func launch(_ call: CallRequest = CallRequest(port: port)) async throws -> SupervisedCall {
        try #require(try await launcher.launch(call) as? SupervisedCall)
    }

    func exists(_ name: String) -> Bool { access(root + "/" + name, F_OK) == 0 }

    func write(_ name: String, _ text: String) throws {
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        let file = try SystemError.check("open \(name)", cposix_open(root + "/" + name, flags, 0o755))
        defer { _ = close(file) }
        let bytes = Array(text.utf8)
        try SystemError.checkErrno("write", Glibc.write(file, bytes, bytes.count))
    }

    /// The folder of the repository that is installed as `/usr/libexec/zte-modem`.
    nonisolated static let scripts =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/libexec"

    private static let prelude = """
        #!/bin/sh
        PATH=/usr/bin:/bin
        root=ROOT
        options=$(cat "$3")
        word() { printf '%s\\n' "$options" | sed -n "s/^$1 \\"\\(.*\\)\\"$/\\1/p"; }
        up=$(word ip-up-script) down=$(word ip-down-script) folder=$(word ipparam)
        bring_up() {
            env -i IFNAME=ppp4242 IPLOCAL="${1-10.1.2.3}" IPREMOTE=10.64.64.64 DNS1=8.8.8.8 \\
                "$up" ppp4242 "/dev/ttyUSB7" 115200 "${1-10.1.2.3}" 10.64.64.64 "$folder"
        }

        """
}

/// Contents of a file, or empty.
func contents(_ path: String) -> [UInt8] {
    let file = cposix_open(path, O_RDONLY, 0)
    guard file >= 0 else { return [] }
    defer { _ = close(file) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(file, &bytes, bytes.count)
    return Array(bytes.prefix(max(count, 0)))
}
