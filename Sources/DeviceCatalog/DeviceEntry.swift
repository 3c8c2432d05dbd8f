/// Everything that is known of one id, as one section of a device file has it.
package struct DeviceEntry: Equatable, Sendable {
    package let usbID: USBID
    package var recipe: SwitchRecipe?
    package var portMap: PortMap?
    package var foreign: ForeignStick?
    /// Where the facts come from.
    package var source: String

    package init(
        usbID: USBID, recipe: SwitchRecipe? = nil, portMap: PortMap? = nil, foreign: ForeignStick? = nil,
        source: String
    ) {
        self.usbID = usbID
        self.recipe = recipe
        self.portMap = portMap
        self.foreign = foreign
        self.source = source
    }

    /// `storage`, `modem`, `network` and `other`; two of them for an id that keeps its number through the switch.
    package var modes: [String] {
        var modes = recipe == nil ? [] : ["storage"]
        if portMap != nil { modes.append("modem") }
        if let foreign { modes.append(foreign.isNetworkCard ? "network" : "other") }
        return modes
    }

    /// Empty where a CD-ROM is all that is known.
    package var model: String { portMap?.model ?? foreign?.model ?? "" }

    package var quirks: [Quirk] {
        (portMap?.quirks ?? foreign?.quirks ?? []).sorted { $0.rawValue < $1.rawValue }
    }
}

extension DeviceCatalog {
    /// All of it, in the order of the ids.
    package var entries: [DeviceEntry] {
        sources.keys.sorted { ($0.vendor, $0.product) < ($1.vendor, $1.product) }.map { usbID in
            DeviceEntry(
                usbID: usbID, recipe: recipes[usbID], portMap: portMaps[usbID], foreign: foreignSticks[usbID],
                source: sources[usbID] ?? "")
        }
    }
}
