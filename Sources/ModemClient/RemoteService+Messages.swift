package import DBus
internal import EventLoop
internal import ModemAPI

/// What happens to messages, without what they say.
package enum MessageNews: Equatable, Sendable {
    case received(sim: ObjectPath, UInt32)
    case stateChanged(sim: ObjectPath, UInt32, String)
    /// The service has been away; what happened meanwhile is not told.
    case serviceReturned
}

// Text messages of a SIM; the service checks what it is given.
extension RemoteService {
    /// - Parameter options: as `List` has them.
    package func messages(
        of sim: RemoteSIM, _ options: [String: Value] = [:]
    ) async throws(ServiceError) -> [[String: Value]] {
        return try await call(MessageStoreInterface.list, of: sim, options)
    }

    package func message(_ id: UInt32, of sim: RemoteSIM) async throws(ServiceError) -> [String: Value] {
        return try await call(MessageStoreInterface.read, of: sim, id)
    }

    package func deleteMessage(_ id: UInt32, of sim: RemoteSIM) async throws(ServiceError) {
        try await call(MessageStoreInterface.delete, of: sim, id)
    }

    /// - Returns: the number of the message in the store of the stick's SIM.
    package func send(
        _ text: String, to number: String, _ options: [String: Value], from modem: RemoteModem
    ) async throws(ServiceError) -> UInt32 {
        return try await call(MessagingInterface.send, of: modem, number, text, options, timeout: .seconds(150))
    }

    /// From now on, in the order the service says so. Ends with the bus. Unbounded: no message may be missed.
    package func messageNews() -> AsyncStream<MessageNews> {
        let (news, continuation) = AsyncStream<MessageNews>.makeStream(bufferingPolicy: .unbounded)
        let rule = MatchRule(
            sender: BusName.ztemodem, pathNamespace: ObjectPaths.sims, interface: MessageStoreInterface.name)
        let forwarders = [connection.signals(matching: rule), connection.signals(matching: Self.ownerChanges)].map {
            source in
            Task { @LoopActor in
                for await signal in source { if let item = Self.news(signal) { continuation.yield(item) } }
                continuation.finish()
            }
        }
        continuation.onTermination = { _ in for forwarder in forwarders { forwarder.cancel() } }
        return news
    }

    private static func news(_ signal: Signal) -> MessageNews? {
        if let owner = newOwner(in: signal) { return owner.isEmpty ? nil : .serviceReturned }
        switch signal.member {
        case MessageStoreInterface.received.description.name:
            return (try? MessageStoreInterface.received.decode(signal)).map { .received(sim: signal.path, $0) }
        case MessageStoreInterface.stateChanged.description.name:
            return (try? MessageStoreInterface.stateChanged.decode(signal)).map {
                .stateChanged(sim: signal.path, $0.0, $0.1)
            }
        default: return nil
        }
    }
}
