import ModemClient

/// All that is known of one id, for a person.
struct DeviceDetails {
    let device: KnownDevice
    var paint = Paint.off

    var text: String {
        let rows: [(String, String)] = [
            ("Mode", device.mode), ("Model", device.model), ("Product", device.product),
            ("Methods", device.methods.joined(separator: ", ")), ("Targets", device.targets.joined(separator: " ")),
            ("Ports", device.ports.joined(separator: " ")), ("Reserved", device.reserved.joined(separator: " ")),
            ("Drivers", device.drivers.joined(separator: " ")), ("Reason", device.reason),
            ("Quirks", device.quirks.joined(separator: " ")), ("Source", device.source),
        ]
        let lines = rows.filter { !$0.1.isEmpty }.map { "  " + $0.0.padded(to: 10) + EscapedText.escape($0.1) }
        return ([paint.title(EscapedText.escape(device.usbID))] + lines).joined(separator: "\n") + "\n"
    }
}
