internal import DBus
internal import EventLoop
internal import ModemCore

/// One text message on the bus.
@LoopActor final class FacadeMessage {
    let path: ObjectPath
    /// In the archive; nil for one that is not there.
    var id: UInt32?
    /// Until it is sent.
    var draft: OutgoingMessage?
    private weak var messages: FacadeMessages?
    private let first: PropertyValues
    private(set) lazy var interface = ExportedInterface(SmsFace.declaration, methods: methods, values: first)

    init(_ message: ArchivedMessage, at path: ObjectPath, of messages: FacadeMessages) {
        (id, self.path, self.messages) = (message.id, path, messages)
        first = FacadeMessageValues.values(message)
    }

    init(_ draft: OutgoingMessage, at path: ObjectPath, of messages: FacadeMessages) {
        (self.draft, self.path, self.messages) = (draft, path, messages)
        first = FacadeMessageValues.values(draft)
    }

    func show(_ values: PropertyValues) { interface.update(values) }

    private var methods: [BoundMethod] {
        [
            SmsFace.send.bind { [weak self] _ throws(BusError) in
                guard let self, let messages else { throw ModemError.deviceGone.facadeError }
                try await messages.send(self)
            },
            .refusing(SmsFace.store.description, with: FacadeError.notPossible),
        ]
    }
}

// What a caller of org.freedesktop.ModemManager1.Modem.Messaging gets.
extension MessagingFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        [
            list.bind { [weak modem] _ in await modem?.messages.list() ?? [] },
            delete.bind { [weak modem] _, path throws(BusError) in
                try await FacadeModem.present(modem).messages.delete(path)
            },
            create.bind { [weak modem] _, properties throws(BusError) in
                try FacadeModem.present(modem).messages.create(try OutgoingMessage(facade: properties))
            },
        ]
    }
}
