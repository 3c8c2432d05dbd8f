package import EventLoop
internal import Glibc
package import ModemCore

/// Starts pppd as a child of this process, which must be root's (pppd sets up interfaces).
///
/// The other way to run pppd is as a unit of systemd; it takes the same ``CallRequest`` and gives the same `Call`. Nothing
/// here but ``PPPOptions`` decides what pppd is told.
@LoopActor package final class ChildCallLauncher: CallLauncher {
    /// Where things are.
    package struct Paths: Sendable {
        package var installation = PPPInstallation()
        package var runtime = "/run/zte-modem"
        /// Folder of the UUCP locks.
        package var locks = "/var/lock"
        /// Folder of pppd's own pid files.
        package var pidFiles = "/run"

        package init() {}
    }

    private let paths: Paths
    private let clock: any Clock<Duration>
    private var nodesInUse: Set<String> = []

    package init(paths: Paths = Paths(), clock: any Clock<Duration>) {
        self.paths = paths
        self.clock = clock
    }

    /// - Throws: ``CallError/notInstalled``, ``CallError/noKernelSupport``, or ``CallError/failed(status:message:)`` with
    ///   status -1 for a script of ours that is missing.
    package func check() async throws(CallError) {
        try await paths.installation.check(clock)
    }

    /// - Throws: what ``check()`` throws, ``CallError/notPermitted``,
    ///   ``CallError/portUnavailable`` for a port that has a call, or ``CallError/failed(status:message:)`` with status -1
    ///   when the system did not let pppd start.
    package func launch(_ call: CallRequest) async throws(CallError) -> any Call {
        let node = call.port.node
        guard Self.isNodeName(node) else { throw .failed(status: -1, message: "not the name of a tty") }
        guard nodesInUse.insert(node).inserted else { throw .portUnavailable }
        var started = false
        defer { if !started { nodesInUse.remove(node) } }
        try await check()
        do throws(SystemError) {
            let running = try start(call)
            started = true
            return running
        } catch {
            throw Self.callError(error, pppd: paths.installation.pppd)
        }
    }

    /// Takes back what calls of a daemon that was killed have told the resolver. Called once, before any call.
    package func removeLeftovers() async { await names.sweep(paths.runtime) }

    private var names: NameWithdrawal {
        NameWithdrawal(script: paths.installation.scripts + "/ppp-names", clock: clock)
    }

    private func start(_ call: CallRequest) throws(SystemError) -> SupervisedCall {
        let folder = try CallFolder(runtime: paths.runtime, node: call.port.node)
        do throws(SystemError) {
            let options = PPPOptions(call, folder: folder.path, scripts: paths.installation.scripts)
            // Watched before pppd runs, so that no report is missed.
            let watch = try FolderWatch(folder.path, clock: clock)
            do throws(SystemError) {
                let messages = try MessagePipe()
                let child = try spawn(call.port, options, messages)
                return supervise(child, call.port, folder, watch, messages)
            } catch {
                watch.cancel()
                throw error
            }
        } catch {
            folder.remove()
            throw error
        }
    }

    // The environment is empty. SIGTERM at the death of the daemon: an orphan would hold the port, and nobody would
    // know. The kernel drops that wish at the exec of a set-user-ID program, which pppd is, unless the user stays the
    // same: for root it does.
    private func spawn(
        _ port: TTYPort, _ options: PPPOptions, _ messages: MessagePipe
    ) throws(SystemError) -> ChildProcess {
        do throws(SystemError) {
            let text = try OptionsPipe(options)
            let child = try ChildProcess(
                .init(
                    path: paths.installation.pppd, arguments: [port.path, "file", OptionsPipe.childPath],
                    descriptors: [
                        1: messages.childEnd, 2: messages.childEnd, OptionsPipe.childNumber: text.reading.number,
                    ],
                    parentDeathSignal: SIGTERM))
            messages.closeChildEnd()
            return child
        } catch {
            messages.finish()
            throw error
        }
    }

    private func supervise(
        _ child: ChildProcess, _ port: TTYPort, _ folder: consuming CallFolder, _ watch: FolderWatch,
        _ messages: MessagePipe
    ) -> SupervisedCall {
        let process = ChildPPPD(
            child, folder: folder, folderWatch: watch, messages: messages, names: names,
            lock: "\(paths.locks)/\(ProcessIDFile.lockName(node: port.node))", pidFiles: paths.pidFiles, clock: clock)
        return SupervisedCall(process, clock: clock) { [weak self] in self?.nodesInUse.remove(port.node) }
    }

    /// `ttyUSB0`, also `pts/3`: it becomes an argument, a file name and part of a path.
    static func isNodeName(_ node: String) -> Bool {
        let parts = node.split(separator: "/", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { part in
                (1...32).contains(part.utf8.count)
                    && part.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "a")...UInt8(ascii: "z"):
                            true
                        default: false
                        }
                    }
            }
    }

    private static func callError(_ error: SystemError, pppd: String) -> CallError {
        switch error.code {
        case ENOENT where error.call == pppd: .notInstalled
        case EACCES, EPERM: .notPermitted
        default: .failed(status: -1, message: error.description)
        }
    }
}
