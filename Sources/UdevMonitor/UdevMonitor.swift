package import EventLoop
internal import Glibc
package import ModemCore

/// Watches the sticks of the machine through libudev, on the loop.
///
/// The socket listens before the first scan, so that nothing falls between the two; what both see is reported once. A
/// device is announced at once, if need be without interfaces, and again when they are known. That something has left is
/// believed of whoever says so first.
@LoopActor package final class UdevMonitor: DeviceMonitor {
    /// Who announces devices.
    package enum Source: Equatable, Sendable {
        /// udevd, after its rules have run: permissions and links are there.
        case udev
        /// The kernel itself, for systems without udevd. Needs the host's network namespace.
        case kernel

        var netlinkGroup: String {
            switch self {
            case .udev: "udev"
            case .kernel: "kernel"
            }
        }
    }

    package nonisolated let events: AsyncStream<DeviceEvent>

    private let continuation: AsyncStream<DeviceEvent>.Continuation
    private let source: DeviceSource
    /// Of its own: a tty that takes half a minute to close must not keep other sticks from being noticed.
    private let lane = BlockingLane()
    private let clock: any Clock<Duration>
    private var table = DeviceTable()
    private var watch: DescriptorWatch?
    private var removals: RemovalWatch?
    private var reconciliation: Task<Void, Never>?
    private var lookingAgain: Task<Void, Never>?
    private var isReading = false
    private var wantsScan = true
    /// Left out by the last scan.
    private var neglected: Set<String> = []
    /// Left out for too long.
    private var overdue: Set<String> = []

    /// How long udevd may take for what is there before it is taken as it is; and how soon what could not be read is read
    /// again.
    private static let patience: Duration = .seconds(5)
    /// How often everything is compared with sysfs, whatever was or was not announced.
    private static let reconcileInterval: Duration = .seconds(60)
    private static let reconcileTolerance: Duration = .seconds(30)

    /// Starts to listen and reports what is there.
    /// - Parameters:
    ///   - control: udevd's socket, a sign that it runs.
    ///   - comparisons: for the regular comparisons with sysfs, instead of `clock`: one that goes on while the machine
    ///     sleeps makes the next one due when it wakes.
    /// - Throws: ``UdevError/noDaemon`` for `.udev` where no udevd runs.
    package init(
        source: Source = .udev, control: String = "/run/udev/control", clock: any Clock<Duration> = LoopClock.monotonic,
        comparisons: (any Clock<Duration>)? = nil
    ) throws(UdevError) {
        if source == .udev && access(control, F_OK) != 0 { throw .noDaemon }
        self.source = try DeviceSource(source)
        self.clock = clock
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        try listen()
        if source == .udev { removals = RemovalWatch { [weak self] in self?.report($0) } }
        read()
        let comparisons = comparisons ?? clock
        reconciliation = Task { @LoopActor [weak self, comparisons] in
            while (try? await comparisons.sleep(for: Self.reconcileInterval, tolerance: Self.reconcileTolerance)) != nil
            {
                self?.rescan()
            }
        }
    }

    isolated deinit {
        reconciliation?.cancel()
        lookingAgain?.cancel()
        watch?.cancel()
        removals?.cancel()
        continuation.finish()
    }

    package func rescan() {
        wantsScan = true
        read()
    }

    // MARK: Reading

    private func listen() throws(UdevError) {
        do throws(SystemError) {
            watch = try DescriptorWatch(source.descriptor, for: .readable) { [unowned self] _ in read() }
        } catch {
            throw .unavailable(error.description)
        }
    }

    /// Reads on the lane; what arrives meanwhile waits in the socket, so that news are never overtaken by older ones.
    private func read() {
        guard !isReading else { return }
        isReading = true
        watch?.cancel()
        let scans = wantsScan
        wantsScan = false
        Task { @LoopActor [source, lane, overdue] in
            let sightings = await lane.run {
                scans ? source.scan(overdue: overdue) : source.receive(overdue: overdue)
            }
            isReading = false
            sightings.forEach(report)
            if wantsScan { read() } else { try? listen() }
        }
    }

    private func report(_ sighting: Sighting) {
        if case .everything(let scan) = sighting {
            neglected = scan.neglected
            overdue.formIntersection(scan.paths)
            if !neglected.isEmpty { lookAgain() }
        }
        if case .unreadable = sighting { lookAgain() }
        for event in table.apply(sighting) { continuation.yield(event) }
    }

    /// Once more, with what udevd has not handled until then.
    private func lookAgain() {
        guard lookingAgain == nil else { return }
        lookingAgain = Task { @LoopActor [weak self, clock] in
            guard (try? await clock.sleep(for: Self.patience)) != nil, let self else { return }
            lookingAgain = nil
            overdue.formUnion(neglected)
            rescan()
        }
    }
}
