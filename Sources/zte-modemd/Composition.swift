import CPosix
import DBus
import DeviceCatalog
import EventLoop
import Glibc
import KeyFile
import Logging
import ModemCore
import ModemManagerFacade
import ModemService
import PPPSession
import ProfileStore
import ProviderDatabase
import RootSteps
import SerialDriver
import SerialPort
import StateStore
import SystemdUnits
import USBTransport
import UdevMonitor
import Version

/// Puts the parts together: what talks to the outside world is chosen here and nowhere else.
@LoopActor enum Composition {
    /// A stopping daemon hangs up first; pppd gets five seconds for that, and everything else the rest.
    private static let stopLimit: Duration = .seconds(9)

    /// - Returns: the exit status of the program.
    static func run(_ options: DaemonOptions) async -> Int32 {
        let level = LogLevelSetting(options.logLevel)
        let stream = getenv("JOURNAL_STREAM").map { String(cString: $0) }
        let isJournal = JournalLog.isJournal(STDERR_FILENO, stream: stream)
        let identities = IdentityMask(showsAll: options.logsIdentities)
        let socket = isJournal ? JournalSocket() : nil
        LoggingSystem.bootstrap { _ in
            JournalLog(isJournal: isJournal, socket: socket, level: level, identities: identities)
        }
        let log = Logger(label: "zte-modemd")
        // Where the kernel gives huge pages unasked, as Debian's does, one more allocation may cost two megabytes.
        _ = cposix_small_pages()
        do {
            try await serve(options, level, identities, log)
            return 0
        } catch {
            log.error("\(error)")
            return 1
        }
    }

    private static func serve(
        _ options: DaemonOptions, _ level: LogLevelSetting, _ identities: IdentityMask, _ log: Logger
    ) async throws {
        let signals = try SignalStream([SIGTERM, SIGINT, SIGHUP])
        let notification = ServiceNotification()
        let (configuration, mistakes) = ServiceConfiguration.load(options.configuration)
        identities.setShowsAll(options.logsIdentities || configuration.logsIdentities)
        let bus = options.busAddress.map { Connection.Bus.address($0) } ?? .system
        // A lane of its own: a stick that keeps the other one busy must not keep a profile from the disk.
        let lanes = Lanes()
        let profiles = ProfileBook(archive: ProfileStore(folder: options.profileFolder, lane: lanes.profiles))
        let memory = lanes.memory
        let usage = usage(options, memory, log)
        let archive = archive(options, configuration, lanes.messages, log)
        let messages = MessageBook(
            archive: archive, usage: usage, clock: LoopClock.monotonic, wallClock: wallClock)
        let daemon = Daemon(
            bus: bus, fallback: configuration.fallbackGroup, profiles: profiles, usage: usage,
            messages: messages, clock: LoopClock.monotonic, log: log)
        daemon.onStatus = { notification.status($0) }
        let (catalog, problems) = DeviceCatalog.load(options.catalogFolders)
        let store = store(options, memory, log)
        let accessPoints = AccessPointStore(path: statePath(options), lane: memory, wallClock: wallClock)
        accessPoints.onTrouble = { log.warning("\($0)") }
        let units = units(options, bus)
        let steps = steps(units)
        let links = links(steps, log)
        let calls: any CallLauncher = if let units { units.launcher } else { children(options) }
        var environment = environment(options, store, accessPoints, usage, messages, links, calls, lanes)
        if let steps {
            environment.drivers = UnitDriverBinding(steps)
            environment.holders = UnitPortHolders(steps)
        }
        environment.storedPIN = { profiles.pin(ofCard: $0) }
        environment.pins = store
        environment.onCommand = { stick, port, command, outcome in
            log.debug(
                "AT",
                metadata: ["modem": "\(stick)", "port": "\(port)", "command": "\(command)", "outcome": "\(outcome)"])
        }
        let pipeline = HotplugPipeline(
            monitor: try monitor(log), catalog: catalog, environment: environment, profiles: profiles,
            switchesByItself: configuration.switchesByItself)
        if configuration.showsModemManager {
            daemon.add(
                Facade(daemon.authority, pipeline, messages, clock: LoopClock.monotonic, log: log) { level in
                    daemon.setLogLevel(level)
                })
        }
        try await daemon.joinBus(for: pipeline, logLevel: level)
        for mistake in mistakes { log.error("configuration left out: \(mistake)") }
        complain(about: problems, in: catalog, options, log)
        await store.load()
        links.removeStale()
        await accessPoints.load()
        await usage.load()
        await messages.load()
        for problem in await profiles.load() { log.error("profile left out: \(problem)") }
        pipeline.keeper.recall()
        let watchdog = Watchdog(
            notification, undertakings: environment.undertakings, lanes: lanes.all, clock: LoopClock.monotonic, log: log
        )
        Task { await watchdog.run() }
        let reload = Reload(
            options, parts: (daemon, pipeline, profiles, archive, identities), notification, log)
        let sticks = Task { await pipeline.run() }
        let service = Task {
            await daemon.serve(pipeline) {
                notification.ready()
                log.info("ready", metadata: ["version": "\(Version.current)"])
            }
        }

        let reason = await firstOf(signals, daemon, reload)
        if case .signal(let number) = reason { log.info("stopping", metadata: ["signal": "\(number)"]) }
        if case .signal = reason, let units { await leaveCalls(units, log) }
        notification.stopping()
        sticks.cancel()
        await wait(for: service, atMost: stopLimit)
        // Links to ports go with who made them.
        if let steps { try? await withDeadline(.seconds(2), clock: LoopClock.monotonic) { await steps.settle() } }
        await usage.flush()
        await store.flush()
        await archive.flush()
        if case .expelled(let problem) = reason { throw problem }
    }

    /// A task that is being awaited cannot be cancelled; a stream that it finishes can.
    private static func wait(for service: Task<Void, Never>, atMost limit: Duration) async {
        let (ended, end) = AsyncStream<Void>.makeStream()
        Task {
            await service.value
            end.finish()
        }
        try? await withDeadline(limit, clock: LoopClock.monotonic) { for await _ in ended {} }
    }

    private enum StopReason {
        case signal(Int32)
        /// The name has another owner now.
        case expelled(Daemon.BusProblem)
    }

    /// What is wrong with the installation is said only once it is clear that this daemon stays.
    private static func complain(
        about problems: [KeyFileProblem], in catalog: DeviceCatalog, _ options: DaemonOptions, _ log: Logger
    ) {
        for problem in problems { log.warning("device data left out: \(problem)") }
        if catalog.recipes.isEmpty, catalog.portMaps.isEmpty {
            log.warning("no device data: no stick will be recognised")
        }
        if access(options.pppd, F_OK) != 0 {
            log.warning(
                "no pppd: connecting will fail until the package 'ppp' is installed",
                metadata: ["path": "\(options.pppd)"])
        }
    }

    /// Without udevd the kernel's own announcements have to do.
    private static func monitor(_ log: Logger) throws(UdevError) -> UdevMonitor {
        do throws(UdevError) {
            return try UdevMonitor(comparisons: LoopClock.boottime)
        } catch .noDaemon {
            log.warning("\(UdevError.noDaemon)")
            return try UdevMonitor(source: .kernel, comparisons: LoopClock.boottime)
        }
    }

    private static func statePath(_ options: DaemonOptions) -> String { options.stateFolder + "/state.db" }

    private static func store(_ options: DaemonOptions, _ lane: BlockingLane, _ log: Logger) -> StateStore {
        let store = StateStore(path: statePath(options), lane: lane, wallClock: wallClock)
        store.onTrouble = { log.warning("\($0)") }
        return store
    }

    private static func usage(_ options: DaemonOptions, _ lane: BlockingLane, _ log: Logger) -> UsageBook {
        let store = UsageStore(path: statePath(options), lane: lane)
        store.onTrouble = { log.warning("\($0)") }
        return UsageBook(
            archive: store, calendar: .ofThisMachine, clock: LoopClock.monotonic, boottime: LoopClock.boottime,
            wallClock: wallClock)
    }

    /// Its lane is its own: messages are given to the disk one by one, and all else need not wait for that.
    private static func archive(
        _ options: DaemonOptions, _ configuration: ServiceConfiguration, _ lane: BlockingLane, _ log: Logger
    ) -> MessageStore {
        let archive = MessageStore(
            path: options.stateFolder + "/messages.db", retention: configuration.retention, lane: lane)
        archive.onTrouble = { log.warning("\($0)") }
        return archive
    }

    private static func links(_ steps: StepRunner?, _ log: Logger) -> DeviceLinks {
        if let steps {
            let maker = UnitLinkMaker(steps)
            maker.onTrouble = { log.debug("\($0)") }
            return DeviceLinks(maker: maker)
        }
        let maker = FolderLinkMaker()
        maker.onTrouble = { log.debug("\($0)") }
        return DeviceLinks(maker: maker)
    }

    private static func wallClock() -> UInt64 { UInt64(clamping: time(nil)) }

    private static func environment(
        _ options: DaemonOptions, _ store: StateStore, _ accessPoints: AccessPointStore, _ usage: UsageBook,
        _ messages: MessageBook, _ links: DeviceLinks, _ calls: any CallLauncher, _ lanes: Lanes
    ) -> ModemEnvironment {
        let storage = USBStorageTransport(clock: LoopClock.monotonic)
        let providers = ProviderDatabase(path: options.providerFile, lane: lanes.providers)
        return ModemEnvironment(
            storage: storage,
            serial: TTYOpener(clock: LoopClock.monotonic),
            calls: calls, switches: store,
            usb: USBPortHost(storage, clock: LoopClock.monotonic), dataPorts: store, drivers: SysfsDriverBinding(),
            holders: ProcessSearch(), links: links, meter: KernelLinkMeter(),
            accessPoints: providers,
            accessPointMemory: accessPoints, serviceCodes: providers, wishes: store, usage: usage, messages: messages,
            clock: LoopClock.monotonic, boottime: LoopClock.boottime, wallClock: wallClock)
    }

    // MARK: pppd

    private typealias Units = (launcher: UnitCallLauncher, host: SystemdHost)

    private static func children(_ options: DaemonOptions) -> ChildCallLauncher {
        var paths = ChildCallLauncher.Paths()
        paths.installation.pppd = options.pppd
        paths.runtime = options.runtimeFolder
        let launcher = ChildCallLauncher(paths: paths, clock: LoopClock.monotonic)
        Task { await launcher.removeLeftovers() }
        return launcher
    }

    /// Nil where pppd is to be a child. The unit knows one pppd and one folder.
    private static func units(_ options: DaemonOptions, _ bus: Connection.Bus) -> Units? {
        let standard = DaemonOptions()
        let isStandard = (options.pppd, options.runtimeFolder) == (standard.pppd, standard.runtimeFolder)
        switch options.launcher {
        case .child: return nil
        case .auto where !isStandard || !UnitCallLauncher.isPossible(): return nil
        case .auto, .unit: break
        }
        var paths = UnitCallLauncher.Paths()
        paths.installation.pppd = options.pppd
        paths.runtime = options.runtimeFolder
        let host = SystemdHost(bus, clock: LoopClock.monotonic)
        return (UnitCallLauncher(host, paths: paths, clock: LoopClock.monotonic), host)
    }

    /// Nil for a service that is root, and where there is no systemd: it takes these steps itself, as far as it may.
    private static func steps(_ units: Units?) -> StepRunner? {
        guard let units, geteuid() != 0 else { return nil }
        return StepRunner(units.host, clock: LoopClock.monotonic)
    }

    /// Who is stopped hangs up; who is only started anew leaves its calls to the next one.
    private static func leaveCalls(_ units: Units, _ log: Logger) async {
        guard units.launcher.hasCalls else { return }
        let isRestart = try? await withDeadline(.seconds(2), clock: LoopClock.monotonic) {
            await units.host.isRestartingUs()
        }
        guard isRestart == true else { return }
        units.launcher.leaveCalls()
        log.info("calls are left to the next run")
    }

    /// Waits for the first reason to stop.
    private static func firstOf(_ signals: SignalStream, _ daemon: Daemon, _ reload: Reload) async -> StopReason? {
        let (reasons, continuation) = AsyncStream<StopReason>.makeStream()
        let onSignal = Task {
            for await number in signals.signals {
                if number == SIGHUP { reload.request() } else { continuation.yield(.signal(number)) }
            }
        }
        let onBus = Task {
            if let problem = await daemon.stayOnBus() { continuation.yield(.expelled(problem)) }
        }
        defer {
            onSignal.cancel()
            onBus.cancel()
        }
        for await reason in reasons { return reason }
        return nil
    }
}
