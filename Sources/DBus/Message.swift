internal import CDBus

/// The one owner of a libdbus message.
struct Message: ~Copyable {
    enum Kind: Equatable {
        case call, reply, error, signal, unknown
    }

    let raw: OpaquePointer

    init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { dbus_message_unref(raw) }

    /// The same message, to keep beyond the borrowing of this one.
    var retained: Message { Message(owning: dbus_message_ref(raw)) }

    // MARK: Reading

    var kind: Kind {
        switch dbus_message_get_type(raw) {
        case DBUS_MESSAGE_TYPE_METHOD_CALL: .call
        case DBUS_MESSAGE_TYPE_METHOD_RETURN: .reply
        case DBUS_MESSAGE_TYPE_ERROR: .error
        case DBUS_MESSAGE_TYPE_SIGNAL: .signal
        default: .unknown
        }
    }

    var serial: UInt32 { dbus_message_get_serial(raw) }
    var replySerial: UInt32 { dbus_message_get_reply_serial(raw) }
    var sender: String? { dbus_message_get_sender(raw).map { String(cString: $0) } }
    var interface: String? { dbus_message_get_interface(raw).map { String(cString: $0) } }
    var member: String? { dbus_message_get_member(raw).map { String(cString: $0) } }
    var errorName: String? { dbus_message_get_error_name(raw).map { String(cString: $0) } }
    var path: ObjectPath? { dbus_message_get_path(raw).map { ObjectPath(unchecked: String(cString: $0)) } }
    var signature: String { String(cString: dbus_message_get_signature(raw)) }
    var expectsReply: Bool { dbus_message_get_no_reply(raw) == 0 }
    var bringsDescriptors: Bool { dbus_message_contains_unix_fds(raw) != 0 }
    var allowsInteraction: Bool { dbus_message_get_allow_interactive_authorization(raw) != 0 }

    /// What an error message says; its first argument, where that is text.
    var error: BusError {
        var message = ""
        if case .string(let text)? = (try? MessageReader.values(of: self, limit: MessageReader.replyLimit))?.first {
            message = text
        }
        return BusError(name: errorName ?? BusError.Name.failed, message: message)
    }

    // MARK: Writing

    func append(_ values: [Value]) throws(BusError) {
        var writer = MessageWriter(self)
        for value in values { try writer.append(value) }
    }

    static func call(
        destination: String?, path: ObjectPath, interface: String, member: String, flags: CallFlags
    ) throws(BusError) -> Message {
        if let destination { try BusSyntax.checkBusName(destination) }
        try BusSyntax.checkInterface(interface)
        try BusSyntax.checkMember(member)
        guard let raw = dbus_message_new_method_call(destination, path.text, interface, member) else {
            throw .outOfMemory
        }
        dbus_message_set_auto_start(raw, flags.contains(.noAutoStart) ? 0 : 1)
        dbus_message_set_no_reply(raw, flags.contains(.noReply) ? 1 : 0)
        dbus_message_set_allow_interactive_authorization(raw, flags.contains(.allowInteraction) ? 1 : 0)
        return Message(owning: raw)
    }

    static func signal(path: ObjectPath, interface: String, member: String) throws(BusError) -> Message {
        try BusSyntax.checkInterface(interface)
        try BusSyntax.checkMember(member)
        guard let raw = dbus_message_new_signal(path.text, interface, member) else { throw .outOfMemory }
        return Message(owning: raw)
    }

    static func reply(to address: ReplyAddress) throws(BusError) -> Message {
        let message = try reply()
        try message.turn(to: address)
        return message
    }

    /// To nobody yet.
    static func reply() throws(BusError) -> Message { try answer(DBUS_MESSAGE_TYPE_METHOD_RETURN) }

    /// The same answer for somebody else.
    func copy(to address: ReplyAddress) throws(BusError) -> Message {
        guard let raw = dbus_message_copy(self.raw) else { throw .outOfMemory }
        let message = Message(owning: raw)
        try message.turn(to: address)
        return message
    }

    static func error(_ error: BusError, to address: ReplyAddress) throws(BusError) -> Message {
        let message = try answer(DBUS_MESSAGE_TYPE_ERROR)
        try message.turn(to: address)
        let name = BusSyntax.isErrorName(error.name) ? error.name : BusError.Name.failed
        guard dbus_message_set_error_name(message.raw, name) != 0 else { throw .outOfMemory }
        try message.append([.string(error.message)])
        return message
    }

    private static func answer(_ type: Int32) throws(BusError) -> Message {
        guard let raw = dbus_message_new(type) else { throw .outOfMemory }
        dbus_message_set_no_reply(raw, 1)
        return Message(owning: raw)
    }

    private func turn(to address: ReplyAddress) throws(BusError) {
        guard dbus_message_set_reply_serial(raw, address.serial) != 0,
            dbus_message_set_destination(raw, address.sender) != 0
        else { throw .outOfMemory }
    }
}

/// Where an answer goes. Kept instead of the message, whose bytes count against what the connection may hold.
struct ReplyAddress: Sendable {
    let sender: String?
    let serial: UInt32
    var isExpected: Bool
}

/// How a method is called.
package struct CallFlags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let noReply = CallFlags(rawValue: 1)
    /// Do not start the service for this.
    package static let noAutoStart = CallFlags(rawValue: 2)
    /// The service may ask the user for authentication (polkit) before it answers.
    package static let allowInteraction = CallFlags(rawValue: 4)
}
