import ModemClient

/// The sticks that are known, one line each.
struct DeviceTable {
    let devices: [KnownDevice]
    var paint = Paint.off

    private static let titles = ["ID", "MODE", "MODEL", "WHAT IS DONE"]
    private static let widest = 40

    var text: String {
        let rows = devices.map(Self.cells)
        let widths = Self.titles.indices.map { column in
            ([Self.titles] + rows).map { $0[column].count }.max() ?? 0
        }
        let heading = paint.title(Self.line(Self.titles, widths))
        return ([heading] + rows.map { Self.line($0, widths) }).joined(separator: "\n") + "\n"
    }

    private static func cells(_ device: KnownDevice) -> [String] {
        [device.usbID, device.mode, device.model.isEmpty ? "-" : device.model, summary(device)]
            .map { EscapedText.escape($0).clipped(to: widest) }
    }

    /// How it is switched, where calls go, or who drives it.
    private static func summary(_ device: KnownDevice) -> String {
        var parts: [String] = []
        if !device.methods.isEmpty { parts.append(device.methods.joined(separator: ", ")) }
        if !device.ports.isEmpty { parts.append(device.ports.joined(separator: " ")) }
        if !device.drivers.isEmpty { parts.append("left to " + device.drivers.joined(separator: ", ")) }
        if !device.reason.isEmpty { parts.append(device.reason) }
        return parts.isEmpty ? "-" : parts.joined(separator: "; ")
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        return String(padded.reversed().drop { $0 == " " }.reversed())
    }
}
