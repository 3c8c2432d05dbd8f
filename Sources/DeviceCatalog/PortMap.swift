/// Which interface of a modem does what.
package struct PortMap: Equatable, Sendable {
    package let usbID: USBID
    package let model: String
    /// Roles by bInterfaceNumber; an interface that is not named is not touched.
    package let roles: [UInt8: PortRole]
    /// Interfaces that look like serial ones and are a network card or its control channel: `option` leaves them to
    /// `qmi_wwan`, and whoever binds a driver by hand has to leave them too.
    package let reserved: Set<UInt8>
    package let quirks: Set<Quirk>
    /// An id that `option` knows and whose interfaces it is to treat alike, where it does not know this one.
    package internal(set) var driverLike: USBID?

    package init(
        usbID: USBID, model: String, roles: [UInt8: PortRole], reserved: Set<UInt8> = [], quirks: Set<Quirk> = [],
        driverLike: USBID? = nil
    ) {
        self.usbID = usbID
        self.model = model
        self.roles = roles
        self.reserved = reserved
        self.quirks = quirks
        self.driverLike = driverLike
    }

    func adding(_ more: Set<Quirk>) -> PortMap {
        PortMap(
            usbID: usbID, model: model, roles: roles, reserved: reserved, quirks: quirks.union(more),
            driverLike: driverLike)
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
