internal import DBus
internal import EventLoop
internal import ModemAPI

/// The sticks at one moment, and all that happens after it.
package struct ModemWatch: Sendable {
    package let modems: [RemoteModem]
    /// In the order the service said so. Goes on when the service leaves and returns; ends with the bus. For one
    /// consumer. Unbounded: one lost change would make all later ones wrong.
    package let changes: AsyncStream<ModemChange>
}

extension RemoteService {
    /// Begins to follow the sticks. No change is lost between the list and the first change.
    package func watch() async throws(ServiceError) -> ModemWatch {
        let news = signals()
        var known = KnownModems()
        _ = known.replace(with: try await managedObjects())
        let (changes, continuation) = AsyncStream<ModemChange>.makeStream(bufferingPolicy: .unbounded)
        let modems = known.modems
        let pump = Task { @LoopActor [known] in
            await self.follow(news, known, continuation)
            continuation.finish()
        }
        continuation.onTermination = { _ in pump.cancel() }
        return ModemWatch(modems: modems, changes: changes)
    }

    /// What the service says, in its order, and its coming and going.
    private func signals() -> AsyncStream<Signal> {
        let (merged, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .unbounded)
        let sources = [
            connection.signals(matching: MatchRule(sender: BusName.ztemodem, pathNamespace: ObjectPaths.root)),
            connection.signals(matching: Self.ownerChanges),
        ]
        let forwarders = sources.map { source in
            Task { @LoopActor in
                for await signal in source { continuation.yield(signal) }
                continuation.finish()
            }
        }
        continuation.onTermination = { _ in for forwarder in forwarders { forwarder.cancel() } }
        return merged
    }

    private func follow(
        _ news: AsyncStream<Signal>, _ start: KnownModems, _ continuation: AsyncStream<ModemChange>.Continuation
    ) async {
        var known = start
        var isThere = true
        for await signal in news {
            var changes: [ModemChange] = []
            switch Self.newOwner(in: signal) {
            case nil:
                changes = known.apply(signal)
            case ""?:
                changes = known.replace(with: [:])
                if isThere { changes.append(.serviceLeft) }
                isThere = false
            case _?:
                // One that is gone again by now leaves by a signal of its own.
                let objects = (try? await managedObjects()) ?? [:]
                if !isThere { changes.append(.serviceReturned) }
                changes += known.replace(with: objects)
                isThere = true
            }
            for change in changes { continuation.yield(change) }
        }
    }

    private static let bus = "org.freedesktop.DBus"
    private static let ownerChanged = "NameOwnerChanged"

    static var ownerChanges: MatchRule {
        MatchRule(sender: bus, interface: bus, member: ownerChanged, arguments: [0: BusName.ztemodem])
    }

    /// Empty when there is none any more; nil for any other signal.
    static func newOwner(in signal: Signal) -> String? {
        guard signal.interface == bus, signal.member == ownerChanged, signal.arguments.count == 3,
            case .string(let owner) = signal.arguments[2]
        else { return nil }
        return owner
    }
}
