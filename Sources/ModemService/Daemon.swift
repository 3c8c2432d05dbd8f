package import DBus
package import EventLoop
package import Logging
internal import ModemAPI
package import ModemCore

/// The service: puts the sticks of a pipeline on the bus until it is told to stop.
@LoopActor package final class Daemon {
    /// The first calls wait until what is plugged in is known, but not longer than this: a stick that keeps the kernel
    /// busy must not keep everybody waiting.
    private static let readyLimit: Duration = .seconds(5)

    /// Why the service is not on the bus.
    package enum BusProblem: Error, Equatable, Sendable, CustomStringConvertible {
        case unreachable(String)
        case nameTaken
        case nameRefused(String)

        package var description: String {
            switch self {
            case .unreachable(let why): "no connection to the system bus, is dbus-daemon running? \(why)"
            case .nameTaken: "another zte-modemd is running: \(BusName.ztemodem) has an owner"
            case .nameRefused(let why): "the bus does not let this program own \(BusName.ztemodem): \(why)"
            }
        }
    }

    /// Told what to say of the service when that has changed: a line.
    package var onStatus: @LoopActor (String) -> Void = { _ in }
    private var status = ""
    private let log: Logger
    private let clock: any Clock<Duration>
    /// Who may do what; for whoever exports something beside the service.
    package let authority: Authority
    private var exporters: [any SecondExporter] = []
    private let tree: ObjectTree
    private let membership: BusMembership
    private let profiles: ProfileBook
    private let profileObjects: ProfileObjects
    private let usageObjects: UsageObjects
    private let messages: MessageBook
    private let messageObjects: MessageObjects
    private var objects: [String: ModemObject] = [:]
    private var manager: ManagerObject?
    private var sleep: SleepInhibitor?
    private var becomeReady: (@LoopActor () -> Void)?
    /// Changes that are on the bus, and those who wait for more of them.
    private var shownCount: UInt64 = 0
    private var awaitingShown: [(count: UInt64, continuation: CheckedContinuation<Void, Never>)] = []

    /// - Parameters:
    ///   - fallback: who may use the service besides root where there is no polkit.
    ///   - profiles: shown as they are, now and after each change; may be filled later.
    ///   - usage: the same.
    ///   - messages: of the SIMs of `usage`.
    package init(
        bus: Connection.Bus, fallback: FallbackGroup, profiles: ProfileBook, usage: UsageBook, messages: MessageBook,
        clock: any Clock<Duration>, log: Logger
    ) {
        let authority = Authority(fallback: fallback)
        self.authority = authority
        self.clock = clock
        self.log = log
        tree = ObjectTree(
            managerPath: ObjectPaths.root,
            errorNames: .init(
                notAvailable: ErrorName.notAvailable.name, limitsExceeded: ErrorName.limitsExceeded.name,
                notAuthorized: ErrorName.notAuthorized.name, aborted: ErrorName.aborted.name),
            clock: clock
        ) { context, caller, action, connection throws(BusError) in
            try await authority.authorize(context, of: caller, action, over: connection)
        }
        self.profiles = profiles
        profileObjects = ProfileObjects(profiles, in: tree, log: log)
        usageObjects = UsageObjects(usage, in: tree, log: log)
        self.messages = messages
        messageObjects = MessageObjects(messages, of: usage, in: tree, log: log)
        membership = BusMembership(bus, tree: tree, clock: clock, log: log)
        tree.onCallerLeft = { [weak self] name in self?.callerLeft(name) }
    }

    /// Has the same sticks shown by another, too. Before the bus is joined.
    package func add(_ exporter: any SecondExporter) {
        exporters.append(exporter)
        membership.moreTrees.append(exporter.tree)
        exporter.tree.onCallerLeft = { [weak exporter] name in exporter?.callerLeft(name) }
    }

    private var trees: [ObjectTree] { [tree] + exporters.map(\.tree) }

    /// Exports the manager and takes the name. Nothing of a stick may be touched before: a second daemon must not.
    package func joinBus(for pipeline: HotplugPipeline, logLevel: LogLevelSetting) async throws(BusProblem) {
        manager = ManagerObject(in: tree, pipeline: pipeline, profiles: profiles, logLevel: logLevel)
        for tree in trees {
            tree.beforeAnswering = { [weak self, weak pipeline] in
                guard let self else { return }
                if let pipeline { await waitUntilShown(pipeline.changeCount) }
                profileObjects.settle()
            }
        }
        let sleep = SleepInhibitor(clock: clock, log: log) { [weak pipeline] in
            await pipeline?.prepareForSleep()
        } resume: { [weak pipeline] in
            pipeline?.resumed()
        }
        self.sleep = sleep
        membership.onJoined = { [weak sleep, exporters] connection in
            sleep?.follow(connection)
            for exporter in exporters { exporter.joined(connection) }
        }
        for tree in trees { tree.holdCalls() }
        try await membership.join()
    }

    /// As long as the service may be on the bus, across restarts of it. Nil when cancelled.
    package func stayOnBus() async -> BusProblem? { await membership.stay() }

    /// Shows what the pipeline reports until that ends, and leaves the bus.
    /// - Parameter ready: called once, when the sticks that were there are known and calls are answered.
    package func serve(_ pipeline: HotplugPipeline, ready: @escaping @LoopActor () -> Void) async {
        becomeReady = ready
        let patience = Task { if (try? await clock.sleep(for: Self.readyLimit)) != nil { self.settled() } }
        for await change in pipeline.changes {
            show(change, of: pipeline)
            shownCount += 1
            resumeAwaiting()
        }
        shownCount = .max
        resumeAwaiting()
        patience.cancel()
        sleep?.stop()
        for tree in trees { tree.failAllCalls("The service ends.") }
        await membership.leave()
    }

    /// Who has an answer finds on the bus what it has changed: signals come before the answer.
    private func waitUntilShown(_ count: UInt64) async {
        if shownCount >= count { return }
        await withCheckedContinuation { awaitingShown.append((count, $0)) }
    }

    private func resumeAwaiting() {
        let due = awaitingShown.filter { $0.count <= shownCount }
        awaitingShown.removeAll { $0.count <= shownCount }
        for waiting in due { waiting.continuation.resume() }
    }

    /// Who may use the service besides root where there is no polkit, from now on.
    package func setFallback(_ group: FallbackGroup) { authority.fallback = group }

    /// The profiles were read anew.
    package func profilesReloaded() { profileObjects.removeGone() }

    /// What the log has of the service, as SetLogLevel says it.
    package func setLogLevel(_ level: Logger.Level) { manager?.setLogLevel(level) }

    private func settled() {
        for tree in trees { tree.releaseCalls() }
        becomeReady?()
        becomeReady = nil
        reportStatus()
    }

    private func show(_ change: ModemChange, of pipeline: HotplugPipeline) {
        switch change {
        case .added(let modem):
            objects[modem.physicalPort] = ModemObject(
                modem, pipeline.keeper, profiles, messages, in: tree, log: log)
        case .changed(let modem, let snapshot): objects[modem.physicalPort]?.show(snapshot)
        case .removed(let modem): objects.removeValue(forKey: modem.physicalPort)?.remove()
        case .settled: settled()
        }
        for exporter in exporters { exporter.show(change) }
        reportStatus()
    }

    private func reportStatus() {
        let line = ServiceStatus.line(objects.mapValues(\.state))
        if line == status { return }
        status = line
        onStatus(line)
    }

    /// What was to last as long as this caller ends, on every stick.
    private func callerLeft(_ name: String) {
        for object in objects.values { object.holderLeft(Holder(name)) }
    }
}
