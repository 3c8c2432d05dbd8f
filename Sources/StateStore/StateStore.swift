internal import DeviceCatalog
package import EventLoop
internal import Glibc
package import ModemCore

/// What the service learns and should know after a restart: one SQLite file that is open only while it is read or written.
///
/// Nothing here is needed to work. A file that cannot be used is put aside and begun anew; where none can be written, what is
/// learnt lasts as long as the service.
@LoopActor package final class StateStore: SwitchMemory {
    /// More sticks than anybody has; the one that was learnt longest ago goes first.
    package nonisolated static let stickLimit = 256

    /// Said once for each new kind of trouble with the file.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private let file: StoreFile
    private let lane: BlockingLane
    let wallClock: @LoopActor () -> UInt64
    private var methods: [StickKey: String] = [:]
    var dataPorts: [DataPortKey: UInt8] = [:]
    var dialNumbers: [DataPortKey: DialNumber] = [:]
    package internal(set) var wishes: [IMEI: ProfileID] = [:]
    var pinTries: [PINTryKey: PINTry] = [:]
    /// Which start of the machine this is; empty while unknown.
    let boot: String
    private var lastTrouble = ""

    /// - Parameters:
    ///   - path: of the file, in a folder that only the service may write to.
    ///   - boot: which start of the machine this is.
    ///   - wallClock: seconds since 1970.
    package init(
        path: String, lane: BlockingLane = BlockingLane(), boot: String = StateStore.bootOfThisMachine(),
        wallClock: @escaping @LoopActor () -> UInt64
    ) {
        self.boot = boot
        file = StoreFile(path: path)
        self.lane = lane
        self.wallClock = wallClock
    }

    /// Reads the file; before this nothing is remembered.
    package func load() async {
        let (contents, troubles) = await lane.run { [file] in file.load() }
        restore(contents.dataPorts)
        restore(contents.dialNumbers)
        restore(contents.wishes)
        restore(contents.pinTries)
        for row in contents.methods {
            guard let usbID = USBID(row.usbID) else { continue }
            methods[StickKey(usbID: usbID, stick: row.stick)] = row.method
        }
        for trouble in troubles { report(trouble) }
    }

    package func method(for stick: StickKey) -> String? { methods[stick] }

    package func remember(_ method: String, for stick: StickKey) {
        guard methods[stick] != method else { return }
        methods.remember(method, for: stick, atMost: Self.stickLimit)
        let row = StoreFile.Row(usbID: "\(stick.usbID)", stick: stick.stick, method: method)
        let now = wallClock()
        write { file throws(StoreError) in try file.write(row, learnt: now) }
    }

    /// On the lane when this returns, so that ``flush()`` comes after it.
    func write(_ change: @escaping @Sendable (StoreFile) throws(StoreError) -> Void) {
        Task.immediate { @LoopActor [lane, file] in
            do throws(StoreError) {
                try await lane.run { () throws(StoreError) in try change(file) }
            } catch {
                report("what was learnt is not kept: \(error)")
            }
        }
    }

    /// Returns when it is on the disk.
    /// - Returns: whether it is.
    func writeNow(_ change: @escaping @Sendable (StoreFile) throws(StoreError) -> Void) async -> Bool {
        do throws(StoreError) {
            try await lane.run { [file] () throws(StoreError) in try change(file) }
            return true
        } catch {
            report("what was learnt is not kept: \(error)")
            return false
        }
    }

    /// Returns when everything that was to be remembered so far is on the disk, or has failed to get there.
    package func flush() async { await lane.run {} }

    private func report(_ trouble: String) {
        if trouble == lastTrouble { return }
        lastTrouble = trouble
        onTrouble(trouble)
    }
}
