/// What to do with a device that was plugged in.
package enum DeviceDecision: Equatable, Sendable {
    case `switch`(SwitchRecipe)
    case modem(PortMap)
    /// A stick that is known and is left to others.
    case foreign(ForeignStick)
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
    /// The id is known of a stick that calls itself otherwise.
    case otherProduct

    package var description: String {
        switch self {
        case .unknownID: "no entry for this id"
        case .noInterfaces: "no interfaces yet"
        case .unexpectedInterfaces: "its interfaces are not those of the stick with this id"
        case .otherProduct: "it is not the stick that is known by this id"
        }
    }
}

extension DeviceCatalog {
    /// Decides by id and by the shape of the interfaces: some sticks keep their number through the switch, and any
    /// device can claim a number. Mass storage only is a CD-ROM to switch; serial interfaces that the port map names are
    /// a modem; what is driven by others is more than mass storage; everything else is left alone.
    /// - Parameter product: the product string of USB.
    package func lookup(_ usbID: USBID, _ interfaces: [USBInterface], product: String = "") -> DeviceDecision {
        let recipe = recipes[usbID]
        let portMap = portMaps[usbID]
        let foreign = foreignSticks[usbID]
        if recipe == nil && portMap == nil && foreign == nil { return .ignore(.unknownID) }
        if interfaces.isEmpty { return .ignore(.noInterfaces) }
        let isStorage = interfaces.allSatisfy(\.isMassStorage)
        if let recipe, isStorage, interfaces.contains(where: \.isBulkOnlySCSI) {
            return recipe.isMeant(for: product) ? .switch(recipe) : .ignore(.otherProduct)
        }
        if let portMap, interfaces.contains(where: { portMap.roles[$0.number] != nil && $0.isSerial }) {
            return .modem(portMap.adding(commonQuirks))
        }
        if let foreign, !isStorage { return .foreign(foreign) }
        return .ignore(.unexpectedInterfaces)
    }
}
