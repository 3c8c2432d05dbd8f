internal import DBus
internal import EventLoop
internal import ModemCore

/// The sets of settings that clients have made for a stick, and which of them its call is.
@LoopActor final class FacadeBearers {
    /// Told when there are others than before.
    var onChange: @LoopActor () -> Void = {}
    private let modem: Modem
    private let context: FacadeContext
    private let radioTurns: RadioTurns
    private var all: [FacadeBearer] = []
    /// Its settings are those of the call there is, or of the one that is being made.
    private var active: FacadeBearer?
    /// The one that somebody wants to be connected, until it is.
    private var wanted: FacadeBearer? {
        didSet { if wanted == nil { resumeWaiting() } }
    }
    /// Somebody has said Disconnect before it was connected.
    private var isTakenBack = false
    /// What has to be done before it is dialled.
    private var preparation: Task<Result<Void, BusError>, Never>?
    /// How often somebody has said Disconnect.
    private(set) var disconnectCount = 0
    /// Disconnects under way.
    private var disconnects = 0 {
        didSet { if disconnects == 0 { resumeWaiting() } }
    }
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var shown: ModemSnapshot

    init(of modem: Modem, in context: FacadeContext, after radioTurns: RadioTurns) {
        (self.modem, self.context, self.radioTurns) = (modem, context, radioTurns)
        shown = modem.snapshot
    }

    var paths: [ObjectPath] { all.map(\.path) }

    // MARK: What becomes of the call

    func follow(_ snapshot: ModemSnapshot) {
        shown = snapshot
        switch snapshot.state {
        case .connected:
            // Somebody else's call: its bearer goes with it.
            if active == nil, snapshot.connection?.address != nil {
                active = add(BearerSettings(), isForeign: true)
            }
            active?.show(snapshot.connection)
        case .connecting, .disconnecting: break
        case .storage, .switching, .settling, .probing, .locked, .disabled, .enabling, .searching, .registered, .failed:
            if wanted == nil { ended(snapshot.connection?.lastError?.error) }
        }
    }

    private func ended(_ failure: ModemError?) {
        guard let bearer = active else { return }
        active = nil
        bearer.show(nil, failure: failure)
        if bearer.isForeign { remove(bearer) }
    }

    // MARK: What callers ask

    /// The one with these settings; the others make room for it if need be.
    func bearer(for settings: BearerSettings) throws(BusError) -> FacadeBearer {
        if wanted != nil { throw ModemError.inProgress.facadeError }
        if let known = all.first(where: { $0.settings == settings && !$0.isForeign }) { return known }
        if all.count >= FacadeModemValues.mostBearers, let oldest = all.first(where: { $0 !== active }) {
            remove(oldest)
        }
        return try create(settings)
    }

    func create(_ settings: BearerSettings) throws(BusError) -> FacadeBearer {
        guard all.count < FacadeModemValues.mostBearers else {
            throw FacadeError.tooMany("A modem has \(FacadeModemValues.mostBearers) bearers at most; delete one.")
        }
        return add(settings, isForeign: false)
    }

    func delete(_ path: ObjectPath) async throws(BusError) {
        let bearer = try find(path)
        if bearer === active || bearer === wanted { try await disconnect(path) }
        remove(bearer)
    }

    /// Makes the call, once: whoever wants it kept calls again, as NetworkManager does.
    ///
    /// A call that was not made through here is ended for that.
    /// - Parameter prepare: what has to be done before it is dialled.
    func connect(
        _ bearer: FacadeBearer, _ prepare: @escaping Preparation = { () async throws(BusError) in }
    ) async throws(BusError) {
        if wanted != nil { throw ModemError.inProgress.facadeError }
        if bearer === active, shown.state == .connected { return }
        if let active, !active.isForeign {
            throw active === bearer
                ? ModemError.inProgress.facadeError
                : FacadeError.connected("There is a connection with other settings; disconnect it first.")
        }
        (wanted, isTakenBack) = (bearer, false)
        do throws(BusError) {
            try await makeWay()
            if !isTakenBack { try await run(prepare) }
            if isTakenBack { throw Self.takenBack }
            if active != nil { throw FacadeError.connected("Somebody else has connected meanwhile.") }
        } catch {
            wanted = nil
            // What has been ended for it is over.
            follow(shown)
            throw error
        }
        active = bearer
        try await dial(bearer)
    }

    typealias Preparation = @LoopActor () async throws(BusError) -> Void

    private func run(_ prepare: @escaping Preparation) async throws(BusError) {
        let work = Task { () async -> Result<Void, BusError> in
            do throws(BusError) { return .success(try await prepare()) } catch { return .failure(error) }
        }
        preparation = work
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        preparation = nil
        try result.get()
    }

    private func makeWay() async throws(BusError) {
        if active == nil { return }
        try await hangUp()
        ended(nil)
    }

    private func dial(_ bearer: FacadeBearer) async throws(BusError) {
        var failure: ModemError?
        do throws(ModemError) {
            _ = try await context.keeper.connect(
                modem, ConnectionWish(settings: bearer.settings.call, isKept: false))
        } catch {
            failure = error
        }
        // What is shown lags behind; what it says of the time before counts for nothing.
        await context.waitUntilShown()
        wanted = nil
        if let failure { ended(failure) }
        // Perhaps there is a call, of this one or of somebody else.
        follow(shown)
        if let failure { throw failure.facadeError }
    }

    /// - Parameter path: nil for whichever is connected. One that is not connected is disconnected already, and a call that
    ///   somebody else is only making is nobody's here: NetworkManager disconnects all each time it is through with one.
    func disconnect(_ path: ObjectPath?) async throws(BusError) {
        disconnectCount += 1
        if let path {
            let bearer = try find(path)
            if bearer !== active, bearer !== wanted { return }
        } else if active == nil, wanted == nil {
            return
        }
        takeBack()
        disconnects += 1
        defer { disconnects -= 1 }
        try await hangUp()
    }

    private func takeBack() {
        isTakenBack = true
        preparation?.cancel()
    }

    private static let takenBack = FacadeError.aborted("It was disconnected before it was dialled.")

    // MARK: Before a call

    /// Returns when whoever turns the radio or disconnects is through: NetworkManager does not wait for the answer to its own
    /// before it connects, and leaves a stick alone that refuses four times.
    func waitForOthers() async {
        await radioTurns.wait()
        while disconnects > 0 || wanted != nil && isTakenBack {
            await withCheckedContinuation { waiting.append($0) }
        }
        await context.waitUntilShown()
    }

    /// - Parameter count: of disconnects, when the call was asked for.
    func checkStillWanted(since count: Int) throws(BusError) {
        if disconnectCount != count || Task.isCancelled { throw Self.takenBack }
    }

    private func resumeWaiting() {
        let due = waiting
        waiting = []
        for continuation in due { continuation.resume() }
    }

    private func hangUp() async throws(BusError) {
        let (keeper, modem) = (context.keeper, self.modem)
        try await FacadeError.mapped { () async throws(ModemError) in try await keeper.disconnect(modem) }
        await context.waitUntilShown()
    }

    private func find(_ path: ObjectPath) throws(BusError) -> FacadeBearer {
        guard let bearer = all.first(where: { $0.path == path }) else {
            throw FacadeError.notFound("This modem has no bearer \(path).")
        }
        return bearer
    }

    // MARK: Objects

    private func add(_ settings: BearerSettings, isForeign: Bool) -> FacadeBearer {
        let bearer = FacadeBearer(settings, isForeign: isForeign, at: context.numbers.path(.bearer), of: self)
        all.append(bearer)
        context.tree.add([bearer.interface], at: bearer.path)
        onChange()
        return bearer
    }

    private func remove(_ bearer: FacadeBearer) {
        all.removeAll { $0 === bearer }
        context.tree.remove(
            [bearer.interface], at: bearer.path, failingCallsWith: FacadeError.aborted("The bearer was deleted."))
        onChange()
    }

    func removeAll() {
        onChange = {}
        disconnectCount += 1
        takeBack()
        for bearer in all { remove(bearer) }
    }
}

/// One set of settings.
@LoopActor final class FacadeBearer {
    let path: ObjectPath
    let settings: BearerSettings
    /// For a call that was not made through ModemManager's interface.
    let isForeign: Bool
    private weak var bearers: FacadeBearers?
    private(set) lazy var interface = ExportedInterface(
        BearerFace.declaration, methods: methods, values: FacadeBearerValues.values(settings, nil))

    init(_ settings: BearerSettings, isForeign: Bool, at path: ObjectPath, of bearers: FacadeBearers) {
        (self.settings, self.isForeign, self.path, self.bearers) = (settings, isForeign, path, bearers)
    }

    func show(_ connection: ConnectionStatus?, failure: ModemError? = nil) {
        interface.update(FacadeBearerValues.values(settings, connection, failure: failure))
    }

    private var methods: [BoundMethod] {
        [
            BearerFace.connect.bind { [weak self] _ throws(BusError) in
                guard let self, let bearers else { throw ModemError.deviceGone.facadeError }
                let count = bearers.disconnectCount
                await bearers.waitForOthers()
                try bearers.checkStillWanted(since: count)
                try await bearers.connect(self)
            },
            BearerFace.disconnect.bind { [weak self] _ throws(BusError) in
                guard let self, let bearers else { throw ModemError.deviceGone.facadeError }
                try await bearers.disconnect(path)
            },
        ]
    }
}
