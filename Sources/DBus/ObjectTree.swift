package import EventLoop

/// The objects of a service. They outlive a connection: when the bus comes back, attach the tree to the new one.
///
/// Each call of a method is a task of its own. Properties, introspection and the object manager are answered from what
/// is stored here.
@LoopActor package final class ObjectTree {
    /// Errors the specification has no name for, and every service its own.
    package struct ErrorNames: Sendable {
        /// `Get` of a property that is not known at present.
        package var notAvailable: String
        /// Too many calls at once, or too large a request.
        package var limitsExceeded: String
        /// Nobody can tell who is calling, and so not whether they may.
        package var notAuthorized: String
        /// The service ends.
        package var aborted: String

        package init(
            notAvailable: String, limitsExceeded: String = BusError.Name.limitsExceeded,
            notAuthorized: String = BusError.Name.accessDenied, aborted: String = BusError.Name.failed
        ) {
            self.notAvailable = notAvailable
            self.limitsExceeded = limitsExceeded
            self.notAuthorized = notAuthorized
            self.aborted = aborted
        }
    }

    /// Asks whether a caller may use an action; throws if not, or if nobody can tell.
    package typealias Authorization =
        @LoopActor (CallContext, Caller, _ action: String, Connection) async throws(BusError) -> Void

    struct PendingCall {
        let context: CallContext
        var address: ReplyAddress
        let connection: Connection
        let isBoundToCaller: Bool
        var stage: CallPlaces.Stage
        /// Once the method has ended: its answer, whatever happens to the object before that goes out.
        var outcome: Result<[Value], BusError>?
        var task: Task<Void, Never>?
    }

    package let managerPath: ObjectPath
    /// What the ObjectManager tells of: the objects below this path.
    let managedPath: ObjectPath
    package private(set) var connection: Connection?
    /// Called with the unique name of a caller of a method that is bound to its caller, when it has left the bus: what such
    /// a method set up beyond its reply is to be taken back.
    package var onCallerLeft: (@LoopActor (String) -> Void)?
    /// Awaited when a method has ended and before its answer goes out: what it has changed is to be announced first.
    package var beforeAnswering: (@LoopActor () async -> Void)?
    let clock: any Clock<Duration>
    let errorNames: ErrorNames
    let places: CallPlaces
    let authorize: Authorization
    private(set) var objects: [ObjectPath: [ExportedInterface]] = [:]
    var pendingCalls: [UInt64: PendingCall] = [:]
    var nextCall: UInt64 = 1
    var boundCallers: Set<String> = []
    /// Nil while calls are answered as they come.
    var heldCalls: [HeldCall]?

    /// - Parameters:
    ///   - managerPath: the object that has ObjectManager, for all below it.
    ///   - managedPath: where that tells of fewer, of those below this path alone.
    ///   - clock: for what is announced less often than it changes.
    ///   - authorize: called for methods and properties with an action, after the arguments have been checked. Cancelled
    ///     when the caller or the object leaves meanwhile.
    package init(
        managerPath: ObjectPath, managedPath: ObjectPath? = nil, errorNames: ErrorNames,
        places: CallPlaces = CallPlaces(),
        clock: any Clock<Duration> = LoopClock.monotonic, authorize: @escaping Authorization
    ) {
        self.clock = clock
        self.managerPath = managerPath
        self.managedPath = managedPath ?? managerPath
        self.errorNames = errorNames
        self.places = places
        self.authorize = authorize
    }

    /// Answers calls that come over `connection`, beside other trees with paths of their own. Do it before requesting a
    /// name: the first caller may be quick.
    package func attach(to connection: Connection) {
        self.connection = connection
        connection.attach(self)
        followDepartures(on: connection)
    }

    /// The bus is gone. Calls under way go on, since what they set is still wanted; their replies are dropped.
    func detached(from connection: Connection) {
        guard self.connection === connection else { return }
        self.connection = nil
        allCallersLeft()
    }

    /// Announces every object as if it were new: a bus that was restarted has forgotten them, and so may its clients.
    package func announceObjects() {
        for (path, interfaces) in objects.sorted(by: { $0.key.text < $1.key.text }) { announce(interfaces, at: path) }
    }

    // MARK: Objects

    /// Paths of the objects that have interfaces.
    package var paths: Set<ObjectPath> { Set(objects.keys) }

    /// Adds interfaces to an object, which begins to exist with the first, and announces them in one InterfacesAdded.
    package func add(_ interfaces: [ExportedInterface], at path: ObjectPath) {
        guard !interfaces.isEmpty else { return }
        for interface in interfaces { interface.site = .init(tree: self, path: path) }
        objects[path, default: []] += interfaces
        announce(interfaces, at: path)
    }

    private func announce(_ interfaces: [ExportedInterface], at path: ObjectPath) {
        for interface in interfaces { interface.isAnnounced() }
        guard managedPath.contains(path) else { return }
        emit(StandardInterface.ObjectManager.added.description, from: managerPath) { writer throws(BusError) in
            try writer.append(.objectPath(path))
            try writer.append(interfaces: interfaces.map { ($0.declaration.name, $0.settings) })
        }
    }

    /// Removes interfaces, and the object with the last.
    ///
    /// Calls of theirs that are under way are answered with `error` first, and cancelled; then InterfacesRemoved.
    package func remove(_ interfaces: [ExportedInterface], at path: ObjectPath, failingCallsWith error: BusError) {
        let present = objects[path] ?? []
        let leaving = present.filter { interface in interfaces.contains { $0 === interface } }
        guard !leaving.isEmpty else { return }
        let staying = present.filter { interface in !leaving.contains { $0 === interface } }
        objects[path] = staying.isEmpty ? nil : staying
        for interface in leaving { interface.site = nil }
        let names = leaving.map(\.declaration.name)
        fail(error) { $0.path == path && names.contains($0.interface) }
        guard managedPath.contains(path) else { return }
        emit(StandardInterface.ObjectManager.removed.description, from: managerPath) { writer throws(BusError) in
            try writer.append(.objectPath(path))
            try writer.append(strings: names)
        }
    }

    /// Removes an object with all its interfaces.
    package func remove(_ path: ObjectPath, failingCallsWith error: BusError) {
        remove(objects[path] ?? [], at: path, failingCallsWith: error)
    }

    /// Ends calls under way, for example when the service stops.
    package func failAllCalls(_ message: String) {
        fail(BusError(name: errorNames.aborted, message: message)) { _ in true }
    }

    private func fail(_ error: BusError, where isMeant: (CallContext) -> Bool) {
        for (id, call) in pendingCalls where isMeant(call.context) {
            pendingCalls[id] = nil
            call.connection.answer(call.outcome ?? .failure(error), to: call.address)
            call.task?.cancel()
        }
    }

    // MARK: Signals

    func announce(
        changed: [(name: String, value: Value)], invalidated: [String], of interface: String, at path: ObjectPath
    ) {
        emit(StandardInterface.Properties.changed.description, from: path) { writer throws(BusError) in
            try writer.append(.string(interface))
            try writer.append(settings: changed)
            try writer.append(strings: invalidated)
        }
    }

    /// A signal that cannot be sent has nobody to hear it: the bus is gone.
    private func emit(
        _ signal: SignalDescription, from path: ObjectPath, body: (inout MessageWriter) throws(BusError) -> Void
    ) {
        guard let connection else { return }
        do throws(BusError) {
            let message = try Message.signal(path: path, interface: signal.interface, member: signal.name)
            var writer = MessageWriter(message)
            try body(&writer)
            _ = try connection.send(message)
        } catch {}
    }
}
