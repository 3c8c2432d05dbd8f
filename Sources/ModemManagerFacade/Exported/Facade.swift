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
                notAuthorized: FacadeError.unauthorized.name), clock: clock
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
        let asking = CallContext(
            sender: context.sender, path: context.path, interface: context.interface, member: context.member,
            allowsInteraction: true)
        do throws(BusError) {
            try await authority.authorize(asking, of: caller, action, over: connection)
        } catch {
            throw ErrorName(error) == .notAuthorized ? FacadeError.unauthorized(error.message) : error
        }
    }

    /// The name is asked for; without it the service goes on as before.
    package func joined(_ connection: Connection) {
        Task {
            do throws(NameError) {
                try await connection.requestName(FacadeName.bus)
                log.notice("sticks are shown as ModemManager's, too")
            } catch .taken {
                log.warning(
                    "ModemManager runs: \(FacadeName.bus) has an owner, and sticks are not shown as its own; stop it, and start this service anew"
                )
            } catch .refused(let error) {
                log.warning(
                    "the bus does not let this program own \(FacadeName.bus): is org.ztemodem1.modemmanager.conf installed?",
                    metadata: ["why": "\(error.message)"])
            }
        }
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
        guard snapshot.isFacadeModem else {
            modems.removeValue(forKey: stick.physicalPort)?.remove()
            return
        }
        if let modem = modems[stick.physicalPort] {
            modem.show(snapshot)
        } else {
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
