internal import EventLoop

/// What a message calls, without its arguments.
struct IncomingCall {
    let path: ObjectPath
    let interface: String?
    let member: String
    let sender: String
    let allowsInteraction: Bool
    let address: ReplyAddress

    func context(_ interface: String) -> CallContext {
        CallContext(
            sender: sender, path: path, interface: interface, member: member, serial: address.serial,
            allowsInteraction: allowsInteraction)
    }
}

extension ObjectTree {
    func receive(_ message: borrowing Message, on connection: Connection) {
        if hold(message, connection) { return }
        serve(message, on: connection)
    }

    private func serve(_ message: borrowing Message, on connection: Connection) {
        guard let path = message.path, let member = message.member else { return }
        let sender = message.sender
        let address = ReplyAddress(sender: sender, serial: message.serial, isExpected: message.expectsReply)
        let call = IncomingCall(
            path: path, interface: message.interface, member: member, sender: sender ?? "",
            allowsInteraction: message.allowsInteraction, address: address)
        do throws(BusError) {
            if message.bringsDescriptors { throw .descriptorsRefused }
            try route(call, message, connection)
        } catch {
            connection.answer(.failure(error), to: address)
        }
    }

    private func route(
        _ call: IncomingCall, _ message: borrowing Message, _ connection: Connection
    ) throws(BusError) {
        if let method = StandardMethod.find(call.member, of: call.interface), call.interface != nil {
            return try answer(method, call, message, connection)
        }
        let interfaces = try interfaces(at: call.path)
        for interface in interfaces where call.interface == nil || call.interface == interface.declaration.name {
            guard let method = interface.method(call.member) else { continue }
            let values = try arguments(of: message, for: method.description)
            let context = call.context(interface.declaration.name)
            let work = try method.prepare(context, values)
            return try start(
                context, call.address, connection, requires: method.description.action,
                isBoundToCaller: method.description.isBoundToCaller, work)
        }
        if call.interface == nil, let method = StandardMethod.find(call.member, of: nil) {
            return try answer(method, call, message, connection)
        }
        if let name = call.interface, !knows(name, at: call.path, interfaces) {
            throw .unknownInterface(name, at: call.path)
        }
        throw .unknownMethod(call.member, of: call.interface, at: call.path)
    }

    /// The interfaces of an object; none for a path that only leads to objects.
    func interfaces(at path: ObjectPath) throws(BusError) -> [ExportedInterface] {
        if let interfaces = objects[path] { return interfaces }
        guard objects.keys.contains(where: path.contains) else { throw .unknownObject(path) }
        return []
    }

    func arguments(
        of message: borrowing Message, for method: MethodDescription
    ) throws(BusError) -> [Value] {
        let received = message.signature
        guard received == method.inputSignature else {
            throw .signatureMismatch(expected: method.inputSignature, received: received)
        }
        do throws(BusError) {
            return try MessageReader.values(of: message, limit: MessageReader.requestLimit)
        } catch {
            throw error.name == BusError.Name.limitsExceeded
                ? BusError(name: errorNames.limitsExceeded, message: error.message) : error
        }
    }

    // MARK: Calls that wait

    /// A call that came while calls are held.
    final class HeldCall {
        fileprivate let message: Message
        fileprivate let connection: Connection

        fileprivate init(_ message: consuming Message, _ connection: Connection) {
            self.message = message
            self.connection = connection
        }
    }

    /// Keeps every call that arrives until ``releaseCalls()``: who started the service by a call is not answered before
    /// the service knows the answer.
    package func holdCalls() { if heldCalls == nil { heldCalls = [] } }

    /// Answers what was held, in the order it came, and holds no more.
    package func releaseCalls() {
        let held = heldCalls ?? []
        heldCalls = nil
        for call in held { serve(call.message, on: call.connection) }
    }

    private func hold(_ message: borrowing Message, _ connection: Connection) -> Bool {
        // Nobody can have more than these kept: the others are answered at once, with what is known so far.
        guard let count = heldCalls?.count, count < places.inRoom else { return false }
        heldCalls?.append(HeldCall(message.retained, connection))
        return true
    }

    // MARK: Calls under way

    /// Runs `work` as a task, from here to its first wait at once.
    func start(
        _ context: CallContext, _ address: ReplyAddress, _ connection: Connection, requires action: String?,
        isBoundToCaller: Bool = false, _ work: @escaping PreparedCall
    ) throws(BusError) {
        let stage: CallPlaces.Stage = action == nil ? .allowed(user: nil) : .arriving
        try refuse(
            places.refusal(beside: pendingCalls.values.count { $0.context.sender == context.sender })
                ?? refusal(of: stage))
        let id = nextCall
        nextCall += 1
        pendingCalls[id] = PendingCall(
            context: context, address: address, connection: connection, isBoundToCaller: isBoundToCaller, stage: stage)
        let task = Task.immediate { @LoopActor in
            let outcome: Result<[Value], BusError>
            do throws(BusError) {
                if let action { try await permit(id, context, action, connection) }
                // While the user was asked, the object may have been removed and the call answered, or the caller left.
                guard pendingCalls[id] != nil else { return }
                if isBoundToCaller { bind(to: context.sender) }
                outcome = .success(try await work())
            } catch {
                outcome = .failure(error)
            }
            pendingCalls[id]?.outcome = outcome
            await beforeAnswering?()
            finish(id, outcome)
        }
        if pendingCalls[id] == nil {
            // Answered already, or removed by what it did itself: then it must hear of it.
            task.cancel()
        } else {
            pendingCalls[id]?.task = task
        }
    }

    private func finish(_ id: UInt64, _ outcome: Result<[Value], BusError>) {
        guard let call = pendingCalls.removeValue(forKey: id) else { return }
        call.connection.answer(outcome, to: call.address)
    }

    /// Returns when the caller may do it, and there is a place for one more call that is done.
    private func permit(
        _ id: UInt64, _ context: CallContext, _ action: String, _ connection: Connection
    ) async throws(BusError) {
        let caller = try await caller(of: context, action, connection)
        try move(id, to: .asking(user: caller.userID))
        try await authorize(context, caller, action, connection)
        try move(id, to: .allowed(user: caller.userID))
    }

    /// For a method that comes to do more than its own action is about.
    ///
    /// The call waits among those that ask.
    /// - Throws: as before the method began.
    package func permit(_ context: CallContext, _ action: String) async throws(BusError) {
        let call = pendingCalls.first { $0.value.stage.isAllowed && $0.value.context == context }
        guard let connection, let id = call?.key else { throw .cancelled }
        try await permit(id, context, action, connection)
        guard pendingCalls[id] != nil else { throw .cancelled }
    }

    private func caller(
        of context: CallContext, _ action: String, _ connection: Connection
    ) async throws(BusError) -> Caller {
        do throws(BusError) {
            return try await Caller(of: context.sender, on: connection)
        } catch {
            throw BusError(
                name: errorNames.notAuthorized,
                message: "Not authorised for \(action). The bus does not say who is calling.")
        }
    }

    private func move(_ id: UInt64, to stage: CallPlaces.Stage) throws(BusError) {
        guard pendingCalls[id] != nil else { throw .cancelled }
        try refuse(refusal(of: stage))
        pendingCalls[id]?.stage = stage
    }

    private func refusal(of stage: CallPlaces.Stage) -> CallPlaces.Refusal? {
        places.refusal(of: stage, beside: pendingCalls.values.lazy.map(\.stage))
    }

    private func refuse(_ refusal: CallPlaces.Refusal?) throws(BusError) {
        if let refusal { throw BusError(name: errorNames.limitsExceeded, message: refusal.description) }
    }

    private func knows(_ name: String, at path: ObjectPath, _ interfaces: [ExportedInterface]) -> Bool {
        interfaces.contains { $0.declaration.name == name } || standardInterfaces(at: path).contains { $0.name == name }
    }

    func standardInterfaces(at path: ObjectPath) -> [InterfaceDeclaration] {
        let all = [
            StandardInterface.Properties.declaration, StandardInterface.Introspectable.declaration,
            StandardInterface.Peer.declaration,
        ]
        return path == managerPath ? all + [StandardInterface.ObjectManager.declaration] : all
    }
}
