internal import CPosix
internal import EventLoop
internal import Glibc
internal import ModemCore

/// A pppd that runs in a unit of its own. It leaves its address where everybody may read it, and only root may write.
@LoopActor final class UnitPPPD: CallProcess {
    private let unit: any RunningUnit
    private let folder: String
    private let owner: uid_t
    private let clock: any Clock<Duration>
    private let staysUp: @LoopActor () -> Bool
    private var watch: FolderWatch?
    private(set) var since: UInt64?

    /// - Parameters:
    ///   - folder: of the call; made before the unit's program runs, and gone with the unit.
    ///   - owner: of what is in the folder.
    ///   - staysUp: whether a call that is up outlives this process.
    init(
        _ unit: any RunningUnit, folder: String, owner: uid_t, clock: any Clock<Duration>,
        staysUp: @escaping @LoopActor () -> Bool
    ) {
        self.unit = unit
        self.folder = folder
        self.owner = owner
        self.clock = clock
        self.staysUp = staysUp
    }

    /// The unit knows it, and nobody here has to.
    var processIdentifier: Int32 { 0 }
    var outlivesUs: Bool { staysUp() }

    func report() -> CallAddress? {
        guard let report = UnitReport(folder: folder, owner: owner) else { return nil }
        since = report.since
        return report.address
    }

    func watchReport(_ changed: @escaping @LoopActor () -> Void) {
        // Without a folder the unit has ended, which is told in another way.
        watch = try? FolderWatch(folder, clock: clock)
        watch?.changed = changed
    }

    func end() async -> (end: ProcessEnd, messages: [String]) {
        let end = await unit.end()
        return (end.process, CallUnit.lines(of: end.status))
    }

    func terminate() async { await unit.stop() }

    func cleanUp(interface: String?) {
        watch?.cancel()
        watch = nil
        unit.release()
    }
}

/// What `ppp-up` left in the folder of a unit's call.
struct UnitReport {
    let address: CallAddress
    /// Seconds since 1970 when the address came.
    let since: UInt64

    /// Nil while there is none, and for one that somebody else has written.
    init?(folder: String, owner: uid_t) {
        let file = cposix_open(folder + "/state", O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == owner else { return nil }
        var bytes = [UInt8](repeating: 0, count: AddressReport.limit + 1)
        let count = read(file, &bytes, bytes.count)
        guard count > 0, let address = AddressReport.parse(Array(bytes.prefix(count))) else { return nil }
        self.address = address
        since = UInt64(clamping: status.st_mtim.tv_sec)
    }
}
