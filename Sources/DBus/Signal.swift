/// A signal as it arrived.
package struct Signal: Hashable, Sendable {
    /// Unique name of the sender, or `org.freedesktop.DBus`.
    package let sender: String
    package let path: ObjectPath
    package let interface: String
    package let member: String
    package let arguments: [Value]

    package init(sender: String, path: ObjectPath, interface: String, member: String, arguments: [Value]) {
        self.sender = sender
        self.path = path
        self.interface = interface
        self.member = member
        self.arguments = arguments
    }
}
