package import EventLoop
internal import Glibc

/// A real `dbus-daemon` on a socket of its own, for one test.
@LoopActor package final class PrivateBus {
    /// False where there is no dbus-daemon; a suite that needs one is `.enabled(if: PrivateBus.isAvailable, …)`.
    package nonisolated static let isAvailable = access(program, X_OK) == 0

    private nonisolated static let program = "/usr/bin/dbus-daemon"

    /// For clients: `busctl --address=`, `gdbus --address`, `DBUS_SYSTEM_BUS_ADDRESS`.
    package let address: String
    package let directory: String
    private let daemon: ChildProcess

    private init(address: String, directory: String, daemon: ChildProcess) {
        self.address = address
        self.directory = directory
        self.daemon = daemon
    }

    /// - Parameter policy: elements of a bus configuration that say who may do what; by default everyone everything.
    package static func start(policy: String = PrivateBus.openPolicy) async throws -> PrivateBus {
        let directory = try makeDirectory()
        let address = try Pipe()
        let configuration = directory + "/bus.conf"
        try write(
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>unix:path=\(directory)/bus</listen>
              <auth>EXTERNAL</auth>
              \(policy)
              <limit name="max_match_rules_per_connection">512</limit>
              <limit name="max_replies_per_connection">2000</limit>
            </busconfig>
            """, to: configuration)
        let daemon = try ChildProcess(
            .init(
                path: program, arguments: ["--config-file=" + configuration, "--nofork", "--print-address=3"],
                descriptors: [3: address.writing], parentDeathSignal: SIGKILL))
        address.closeWriting()
        let line = await address.readLine().split(separator: "\n").first ?? ""
        guard !line.isEmpty else { throw SystemError(call: program, code: ECHILD) }
        return PrivateBus(address: String(line), directory: directory, daemon: daemon)
    }

    package nonisolated static let openPolicy = """
        <policy context="default">
          <allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/>
          <allow own="*"/>
        </policy>
        """

    isolated deinit {
        daemon.signal(SIGKILL)
        for file in ["/bus", "/bus.conf"] { unlink(directory + file) }
        rmdir(directory)
    }

    /// Ends the daemon, as a crash would; returns when it is gone.
    package func kill() async {
        daemon.signal(SIGKILL)
        _ = await daemon.end()
    }

    private static func makeDirectory() throws -> String {
        var template = Array("/tmp/modem-test-bus.XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else { throw SystemError(call: "mkdtemp", code: errno) }
        return String(cString: path)
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "we") else { throw SystemError(call: "fopen", code: errno) }
        defer { fclose(file) }
        fputs(text, file)
    }
}
