internal import EventLoop
internal import ModemCore

/// A pppd that is a child of this process.
@LoopActor final class ChildPPPD: CallProcess {
    static let grace: Duration = .seconds(5)

    private let child: ChildProcess
    private let folder: CallFolder
    private let folderWatch: FolderWatch
    private let messages: MessagePipe
    private let names: NameWithdrawal
    private let lock: String
    private let pidFiles: String
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - lock: path of the tty's UUCP lock.
    ///   - pidFiles: folder of pppd's `ppp0.pid`.
    init(
        _ child: ChildProcess, folder: consuming CallFolder, folderWatch: FolderWatch, messages: MessagePipe,
        names: NameWithdrawal, lock: String, pidFiles: String, clock: any Clock<Duration>
    ) {
        self.child = child
        self.folder = folder
        self.folderWatch = folderWatch
        self.messages = messages
        self.names = names
        self.lock = lock
        self.pidFiles = pidFiles
        self.clock = clock
    }

    var processIdentifier: Int32 { child.processIdentifier }
    var outlivesUs: Bool { false }
    var since: UInt64? { nil }

    func report() -> CallAddress? { folder.readReport(limit: AddressReport.limit).flatMap(AddressReport.parse) }

    func watchReport(_ changed: @escaping @LoopActor () -> Void) { folderWatch.changed = changed }

    func end() async -> (end: ProcessEnd, messages: [String]) {
        let end = await child.end()
        messages.finish()
        // ppp-down did not run, or not to its end.
        if folder.hasNames { await names.forget(folder.path) }
        return (end, messages.tail.lines)
    }

    func terminate() async { await child.terminate(grace: Self.grace, clock: clock) }

    func cleanUp(interface: String?) {
        folderWatch.cancel()
        folder.remove()
        ProcessIDFile.remove(lock, leftBy: child.processIdentifier)
        if let interface { ProcessIDFile.remove("\(pidFiles)/\(interface).pid", leftBy: child.processIdentifier) }
    }
}
