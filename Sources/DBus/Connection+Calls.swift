internal import CDBus
internal import EventLoop

extension Connection {
    /// What libdbus and GDBus wait by default.
    package static let defaultTimeout = Duration.seconds(25)

    /// Calls a method and waits for its reply. Cancelling the task ends the wait, not what the service is doing.
    /// - Parameter timeout: nil waits as long as the service takes.
    /// - Returns: the arguments of the reply.
    /// - Throws: the error the service answered; `NoReply` when the time is up; `Disconnected`; `InvalidArgs` for a name
    ///   or value that cannot be sent; ``BusError/Name/cancelled``.
    package func call(
        destination: String, path: ObjectPath, interface: String, member: String, body: [Value] = [],
        timeout: Duration? = Connection.defaultTimeout, flags: CallFlags = []
    ) async throws(BusError) -> [Value] {
        guard !Task.isCancelled else { throw .cancelled }
        let message = try Message.call(
            destination: destination, path: path, interface: interface, member: member,
            flags: flags.subtracting(.noReply))
        try message.append(body)
        return try await reply(to: try send(message), timeout: timeout)
    }

    /// Calls a method and asks for no reply.
    package func post(
        destination: String, path: ObjectPath, interface: String, member: String, body: [Value] = [],
        flags: CallFlags = []
    ) throws(BusError) {
        let message = try Message.call(
            destination: destination, path: path, interface: interface, member: member, flags: flags.union(.noReply))
        try message.append(body)
        _ = try send(message)
    }

    /// Sends a signal; to everyone who listens, or to one connection.
    package func emit(
        path: ObjectPath, interface: String, member: String, body: [Value] = [], to destination: String? = nil
    ) throws(BusError) {
        let message = try Message.signal(path: path, interface: interface, member: member)
        if let destination {
            try BusSyntax.checkBusName(destination)
            guard dbus_message_set_destination(message.raw, destination) != 0 else { throw .outOfMemory }
        }
        try message.append(body)
        _ = try send(message)
    }

    func callBus(
        _ member: String, _ body: [Value] = [], timeout: Duration = Connection.defaultTimeout
    ) async throws(BusError) -> [Value] {
        try await call(
            destination: MatchRule.bus, path: Self.busPath, interface: MatchRule.bus, member: member, body: body,
            timeout: timeout)
    }

    /// Calls the bus and handles the reply before any message that follows it; a task would see it later.
    func callBus(_ member: String, _ body: [Value], then handler: @escaping ReplyHandler) {
        do throws(BusError) {
            let message = try Message.call(
                destination: MatchRule.bus, path: Self.busPath, interface: MatchRule.bus, member: member, flags: [])
            try message.append(body)
            pendingReplies[try send(message)] = handler
        } catch {
            handler(.failure(error))
        }
    }

    func take(reply serial: UInt32) -> ReplyHandler? { pendingReplies.removeValue(forKey: serial) }

    func receiveReply(_ message: borrowing Message) {
        guard let handler = take(reply: message.replySerial) else { return }
        do throws(BusError) {
            handler(
                .success(
                    try MessageReader.values(of: message, limit: MessageReader.replyLimit, takesDescriptors: true)))
        } catch {
            handler(.failure(error))
        }
    }

    static var busPath: ObjectPath { ObjectPath(unchecked: "/org/freedesktop/DBus") }

    private func reply(to serial: UInt32, timeout: Duration?) async throws(BusError) -> [Value] {
        let timer = timeout.map { limit in
            Task { @LoopActor [weak self, clock] in
                try await clock.sleep(for: limit)
                self?.take(reply: serial)?(.failure(.noReply))
            }
        }
        defer { timer?.cancel() }
        let outcome: Result<[Value], BusError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: .failure(.cancelled))
                } else {
                    pendingReplies[serial] = { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            // Cancellation may come from any thread; the table belongs to the loop.
            if EventLoop.main.isOnLoop {
                LoopActor.assume { take(reply: serial)?(.failure(.cancelled)) }
            } else {
                Task { @LoopActor in take(reply: serial)?(.failure(.cancelled)) }
            }
        }
        return try outcome.get()
    }
}
