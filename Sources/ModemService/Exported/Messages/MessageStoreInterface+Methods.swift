internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.MessageStore gets.
extension MessageStoreInterface {
    @LoopActor static func methods(of identifier: String, in book: MessageBook) -> [BoundMethod] {
        [
            list.bind { _, options throws(BusError) in
                let query = try MessageQuery(bus: options)
                let messages = try await MessageArchiveError.mapped { () async throws(MessageArchiveError) in
                    try await book.messages(of: identifier, query)
                }
                return messages.map(\.busSettings)
            },
            read.bind { _, id throws(BusError) in
                let message = try await MessageArchiveError.mapped { () async throws(MessageArchiveError) in
                    try await book.message(id, of: identifier)
                }
                guard let message else { throw noMessage(id) }
                return message.busSettings
            },
            delete.bind { _, id throws(BusError) in
                let existed = try await MessageArchiveError.mapped { () async throws(MessageArchiveError) in
                    try await book.delete(id, of: identifier)
                }
                if !existed { throw noMessage(id) }
            },
        ]
    }

    private static func noMessage(_ id: UInt32) -> BusError {
        ErrorName.notFound("This SIM has no message \(id); list them again.")
    }
}

// What a caller of org.ztemodem1.Messaging gets.
extension MessagingInterface {
    @LoopActor static func methods(of modem: Modem, in book: MessageBook) -> [BoundMethod] {
        [
            send.bind { _, number, text, options throws(BusError) in
                let message = try OutgoingMessage(bus: number, text, options)
                let sim = try await ModemError.mapped { () async throws(ModemError) in try modem.simForMessages() }
                let id = try await MessageArchiveError.mapped { () async throws(MessageArchiveError) in
                    try await book.enqueue(message, of: sim)
                }
                guard let id else {
                    throw ErrorName.limitsExceeded(
                        "There are too many messages in the queue; wait until they have been sent, or delete some.")
                }
                return id
            }
        ]
    }
}

extension MessageArchiveError {
    @LoopActor static func mapped<Result>(
        _ body: @LoopActor () async throws(MessageArchiveError) -> Result
    ) async throws(BusError) -> Result {
        do throws(MessageArchiveError) {
            return try await body()
        } catch {
            throw ErrorName.storageFailed(error.message)
        }
    }
}
