/// An answer that is the same for many callers: written once, and copied for each of them, which takes a tenth of the time.
final class PreparedReply {
    private let message: Message

    init(_ body: (inout MessageWriter) throws(BusError) -> Void) throws(BusError) {
        let message = try Message.reply()
        var writer = MessageWriter(message)
        try body(&writer)
        self.message = message
    }

    func message(to address: ReplyAddress) throws(BusError) -> Message { try message.copy(to: address) }
}
