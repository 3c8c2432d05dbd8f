/// What to do with a device that was plugged in.
package enum DeviceDecision: Equatable, Sendable {
    case `switch`(SwitchRecipe)
    case modem(PortMap)
    case ignore(IgnoreReason)
}

package enum IgnoreReason: Equatable, Sendable, CustomStringConvertible {
    /// No entry for the id.
    case unknownID
    /// No interface is known (yet): the kernel has not chosen a configuration, or its descriptors cannot be read. The
    /// device is announced again when that changes.
    case noInterfaces
    /// The id is known, but the interfaces are not those of such a stick: nothing is sent to it.
    case unexpectedInterfaces

    package var description: String {
        switch self {
        case .unknownID: "no entry for this id"
        case .noInterfaces: "no interfaces yet"
        case .unexpectedInterfaces: "its interfaces are not those of the stick with this id"
        }
    }
}

extension DeviceCatalog {
    /// Decides by id and by the shape of the interfaces: some sticks keep their number through the switch, and any
    /// device can claim a number. Mass storage only is a CD-ROM to switch; serial interfaces that the port map names are
    /// a modem; everything else is left alone.
    package func lookup(_ usbID: USBID, _ interfaces: [USBInterface]) -> DeviceDecision {
        let recipe = recipes[usbID]
        let portMap = portMaps[usbID]
        if recipe == nil && portMap == nil { return .ignore(.unknownID) }
        if interfaces.isEmpty { return .ignore(.noInterfaces) }
        if let recipe, interfaces.allSatisfy(\.isMassStorage), interfaces.contains(where: \.isBulkOnlySCSI) {
            return .switch(recipe)
        }
        if let portMap, interfaces.contains(where: { portMap.roles[$0.number] != nil && $0.isSerial }) {
            return .modem(portMap)
        }
        return .ignore(.unexpectedInterfaces)
    }
}
