/// How a stick that shows itself as a CD-ROM is told to become a modem.
package struct SwitchRecipe: Equatable, Sendable {
    package let usbID: USBID
    /// Tried in this order, over and over until the attempts are used up; who switches may know of others.
    package let methods: [SwitchMethod]
    /// Product ids (of the same vendor) it is known to come back with; its own, where it keeps its number.
    package let targets: [USBID]
    /// What the product string of USB has to contain: other sticks have the same number and want something else.
    package let product: String?
    /// Whether it is switched when it is plugged in; otherwise it stays a CD-ROM until somebody asks for the modem.
    package var isAutomatic: Bool

    package init(
        usbID: USBID, methods: [SwitchMethod], targets: [USBID], product: String? = nil, isAutomatic: Bool = true
    ) {
        self.usbID = usbID
        self.methods = methods
        self.targets = targets
        self.product = product
        self.isAutomatic = isAutomatic
    }

    /// Whether a stick of this id that calls itself so is meant.
    func isMeant(for name: String) -> Bool {
        guard let product else { return true }
        return name.indices.contains { name[$0...].hasPrefix(product) }
    }
}

package enum SwitchMethod: Equatable, Sendable {
    /// Allow medium removal and START STOP UNIT with LoEj (MMC) to LUN 0, then to LUN 1, then a message if there is one:
    /// a 31-byte command block wrapper, sent as it is.
    case eject(message: [UInt8]?)
    /// A 31-byte command block wrapper alone, for sticks that are not known to obey the eject.
    case message([UInt8])
    /// Take usb-storage off the interface and send nothing: the stick turns by itself when nobody polls it.
    case driverRelease

    /// A method without what it sends. Raw values are those of SwitchMethod on the bus and in device files.
    package enum Kind: String, CaseIterable, Sendable {
        case eject, message
        case driverRelease = "driver-release"
    }

    package var kind: Kind {
        switch self {
        case .eject: .eject
        case .message: .message
        case .driverRelease: .driverRelease
        }
    }

    /// `eject`, `message` or `driver-release`.
    package var name: String { kind.rawValue }
}
