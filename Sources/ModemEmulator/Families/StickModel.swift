/// All that tells one model from another.
struct StickModel: Sendable {
    /// What it looks like on the bus, before the switch or after it.
    struct Appearance: Sendable {
        var product: UInt16
        /// BCD device release.
        var release: UInt16 = 0
        /// bDeviceClass; 0: the interfaces say.
        var deviceClass: UInt8 = 0
        /// Empty: none.
        var serialNumber = ""
        var layout: [StickFamily.InterfaceLayout]
    }

    var speed = USBSpeed.high
    var manufacturer = "ZTE,Incorporated"
    var name = "ZTE WCDMA Technologies MSM"
    var disc: Appearance
    var turned: Appearance
    /// What the CD-ROM calls itself in SCSI's INQUIRY; 16 characters.
    var discName = "USB SCSI CD-ROM"
    var message = SwitchMessage.passThrough
    /// What turns it, unless somebody wants it otherwise.
    var trigger = SwitchTrigger.eject
    /// The answers to AT+CGMI, AT+CGMM and AT+CGMR.
    var identity: (manufacturer: String, model: String, revision: String)
    var quirks = StickState.Quirks()

    func description(of appearance: Appearance) -> USBDescription {
        USBDescription(
            speed: speed, deviceClass: appearance.deviceClass, vendor: 0x19D2, product: appearance.product,
            release: appearance.release, manufacturer: manufacturer, name: name,
            serialNumber: appearance.serialNumber, interfaces: appearance.layout.flatMap(\.interfaces))
    }
}

extension StickModel.Appearance {
    /// A CD-ROM, and nothing else.
    static func disc(
        _ product: UInt16, release: UInt16 = 0, serialNumber: String = "",
        layout: StickFamily.InterfaceLayout = .usual(0, .storage)
    ) -> Self {
        Self(product: product, release: release, serialNumber: serialNumber, layout: [layout])
    }
}
