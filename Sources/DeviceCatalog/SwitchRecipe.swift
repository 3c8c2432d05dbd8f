/// What is known of one stick in one mode. Data: a new stick is a new entry, never new code.
package enum DeviceEntry: Equatable, Sendable {
    case switchable(SwitchRecipe)
    case modem(PortMap)
}

/// How a stick that shows itself as a CD-ROM is told to become a modem.
package struct SwitchRecipe: Equatable, Sendable {
    package let usbID: USBID
    /// Tried in this order, over and over until the attempts are used up.
    package let methods: [SwitchMethod]
    /// Product ids (of the same vendor) it is known to come back with.
    package let targets: [USBID]

    package init(usbID: USBID, methods: [SwitchMethod], targets: [USBID]) {
        self.usbID = usbID
        self.methods = methods
        self.targets = targets
    }
}

package enum SwitchMethod: Equatable, Sendable {
    /// Allow medium removal and START STOP UNIT with LoEj (MMC) to LUN 0, then to LUN 1, then a message if there is one:
    /// a 31-byte command block wrapper, sent as it is.
    case eject(message: [UInt8]?)
    /// A 31-byte command block wrapper alone: some sticks ignore the eject, or take it amiss.
    case message([UInt8])
    /// Take usb-storage off the interface and send nothing: the stick turns by itself when nobody polls it.
    case driverRelease

    /// `eject`, `message` or `driver-release`: the value of SwitchMethod on the bus and in device files.
    package var name: String {
        switch self {
        case .eject: "eject"
        case .message: "message"
        case .driverRelease: "driver-release"
        }
    }
}

/// Which interface of a modem does what.
package struct PortMap: Equatable, Sendable {
    package let usbID: USBID
    package let model: String
    /// Roles by bInterfaceNumber; an interface that is not named is not touched.
    package let roles: [UInt8: PortRole]

    package init(usbID: USBID, model: String, roles: [UInt8: PortRole]) {
        self.usbID = usbID
        self.model = model
        self.roles = roles
    }
}

package enum PortRole: String, Equatable, Sendable {
    /// Takes AT commands and carries the call.
    case data
    /// Takes AT commands, also during a call.
    case at
    /// Qualcomm diagnostics: never written to.
    case diagnostics = "diag"
}
