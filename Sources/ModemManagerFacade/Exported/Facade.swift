package import DBus
package import EventLoop
package import Logging
internal import ModemAPI
package import ModemCore
package import ModemService

/// The sticks once more, as ModemManager would show them, for programs that know only that.
///
/// It reads the same snapshots and calls the same functions of the domain as the service's own objects, and is the owner of
/// nothing but paths, bearers and drafts.
@LoopActor package final class Facade: SecondExporter {
    package let tree: ObjectTree
    private let context: FacadeContext
    private let pipeline: HotplugPipeline
    private let log: Logger
    private var manager: ExportedInterface?
    /// By their physical ports, whether they are shown or not.
    private var sticks: [String: Modem] = [:]
    private var modems: [String: FacadeModem] = [:]
    /// Whether the name is ours. Nothing of a stick is exported otherwise: it could be read under our other name.
    private var hasName = false
    private var naming: Task<Void, Never>?

    /// - Parameter setLogLevel: what SetLogging does.
    package init(
        _ authority: Authority, _ pipeline: HotplugPipeline, _ messages: MessageBook, clock: any Clock<Duration>,
        log: Logger, setLogLevel: @escaping @LoopActor (Logger.Level) -> Void
    ) {
        self.pipeline = pipeline
        self.log = log
        tree = ObjectTree(
            managerPath: FacadeName.root, managedPath: FacadeName.modems,
            errorNames: .init(
                notAvailable: FacadeError.notFound.name, limitsExceeded: FacadeError.tooMany.name,
                notAuthorized: FacadeError.unauthorized.name, aborted: FacadeError.aborted.name), clock: clock
        ) { context, caller, action, connection throws(BusError) in
            try await Self.authorize(context, caller, action, connection, by: authority)
        }
        context = FacadeContext(tree: tree, keeper: pipeline.keeper, messages: messages, clock: clock)
        let manager = ExportedInterface(
            ManagerFace.declaration, methods: ManagerFace.methods(of: self, setLogLevel: setLogLevel),
            values: ManagerFace.values)
        self.manager = manager
        tree.add([manager], at: FacadeName.root)
        messages.observe { [weak self] change in
            for modem in self?.modems.values ?? [:].values { modem.note(change) }
        }
    }

    /// ModemManager lets the user be asked whatever the caller says, and its clients count on that.
    private static func authorize(
        _ context: CallContext, _ caller: Caller, _ action: String, _ connection: Connection, by authority: Authority
    ) async throws(BusError) {
        var asking = context
        asking.allowsInteraction = true
        do throws(BusError) {
            try await authority.authorize(asking, of: caller, action, over: connection)
        } catch {
            throw ErrorName(error) == .notAuthorized ? FacadeError.unauthorized(error.message) : error
        }
    }

    /// The name is asked for; without it the service goes on as before.
    package func joined(_ connection: Connection) {
        naming?.cancel()
        naming = Task { await takeName(on: connection) }
    }

    /// Nobody is robbed of it: where ModemManager has the name, this lasts until it has not.
    private func takeName(on connection: Connection) async {
        // Before the name is asked for, so that no end is missed.
        var ends = connection.signals(matching: Self.losses).makeAsyncIterator()
        repeat {
            do throws(NameError) {
                try await connection.requestName(FacadeName.bus)
                return begin()
            } catch {
                hide()
                complain(error)
                if error != .taken { return }
            }
        } while await ends.next() != nil
    }

    /// The name has no owner any more.
    private static let losses: MatchRule = {
        var rule = MatchRule.ownerChanges(of: FacadeName.bus)
        rule.arguments[2] = ""
        return rule
    }()

    private func complain(_ error: NameError) {
        var details: Logger.Metadata = ["name": "\(FacadeName.bus)"]
        switch error {
        case .taken:
            log.warning("ModemManager runs: sticks are shown as its own when it has ended", metadata: details)
        case .refused(let error):
            details["why"] = "\(error.message)"
            log.warning(
                "the bus does not let this program own a name: is org.ztemodem1.modemmanager.conf installed?",
                metadata: details)
        }
    }

    private func begin() {
        hasName = true
        for stick in sticks.values { show(stick, stick.snapshot) }
        log.notice("sticks are shown as ModemManager's, too")
    }

    private func hide() {
        hasName = false
        for modem in modems.values { modem.remove() }
        modems = [:]
    }

    package func show(_ change: ModemChange) {
        switch change {
        case .added(let stick):
            sticks[stick.physicalPort] = stick
            show(stick, stick.snapshot)
        case .changed(let stick, let snapshot): show(stick, snapshot)
        case .removed(let stick):
            sticks[stick.physicalPort] = nil
            modems.removeValue(forKey: stick.physicalPort)?.remove()
        case .settled: break
        }
    }

    package func callerLeft(_ name: String) {
        for stick in sticks.values { stick.holderLeft(Holder(name)) }
    }

    private func show(_ stick: Modem, _ snapshot: ModemSnapshot) {
        guard hasName, snapshot.isFacadeModem else {
            modems.removeValue(forKey: stick.physicalPort)?.remove()
            return
        }
        if let modem = modems[stick.physicalPort] {
            modem.show(snapshot)
        } else if snapshot.state != .enabling {
            // ModemManager shows none before it is through with it. ModemManagerQt counts on that: it reads a new modem one
            // property at a time, listens only then, and never learns of a state that has changed in between.
            modems[stick.physicalPort] = FacadeModem(stick, snapshot, in: context)
        }
    }

    // MARK: What callers ask

    func rescan() { pipeline.rescan() }

    /// Lends the ports of a stick, or takes them back; it is shown again then.
    func inhibit(_ device: String, _ isOn: Bool, for caller: String) async throws(BusError) {
        guard let stick = sticks.values.first(where: { $0.snapshot.sysfsPath == device && !device.isEmpty }) else {
            throw FacadeError.notFound("There is no stick whose Device is that.")
        }
        try await FacadeError.mapped { () async throws(ModemError) in
            if isOn {
                try await stick.lendPorts(to: Holder(caller))
            } else {
                try await stick.takeBackPorts(from: Holder(caller))
            }
        }
    }
}

/// What all objects of the facade need.
@LoopActor final class FacadeContext {
    let tree: ObjectTree
    let keeper: ConnectionKeeper
    let messages: MessageBook
    let clock: any Clock<Duration>
    var numbers = PathNumbers()

    init(tree: ObjectTree, keeper: ConnectionKeeper, messages: MessageBook, clock: any Clock<Duration>) {
        (self.tree, self.keeper, self.messages, self.clock) = (tree, keeper, messages, clock)
    }

    /// Returns when what has happened to the sticks so far has been shown.
    func waitUntilShown() async { await tree.beforeAnswering?() }
}
