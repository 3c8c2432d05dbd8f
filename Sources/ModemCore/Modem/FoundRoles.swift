internal import DeviceCatalog

/// What the ports of a stick turned out to be, for one presence on the bus: the next may be another stick.
struct FoundRoles: Equatable, Sendable {
    private var device: USBDevice.Identity?
    /// By bInterfaceNumber; nil for a port that is none for commands.
    private var roles: [UInt8: PortRole?] = [:]

    mutating func note(_ found: [UInt8: PortRole?], of device: USBDevice.Identity?) {
        if self.device != device { self = FoundRoles() }
        self.device = device
        roles.merge(found) { _, new in new }
    }

    /// Whether anything was found of the interface, and what.
    func role(of interface: UInt8, of device: USBDevice.Identity?) -> PortRole?? {
        device == self.device ? roles[interface] : .none
    }

    /// A port that was heard to speak another language: nothing is ever written to it again.
    func isNotForCommands(_ interface: UInt8, of device: USBDevice.Identity?) -> Bool {
        role(of: interface, of: device) == .some(nil)
    }
}
