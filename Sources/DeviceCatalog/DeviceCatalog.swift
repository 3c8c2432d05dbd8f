package import KeyFile

/// What is known of the sticks: read once from device files, then a value.
package struct DeviceCatalog: Equatable, Sendable {
    /// Shipped data first, the administrator's own after it.
    package static let standardFolders = ["/usr/share/zte-modem/devices", "/etc/zte-modem/devices.d"]

    /// Switch recipes by the id of the fake CD-ROM.
    package private(set) var recipes: [USBID: SwitchRecipe] = [:]
    /// Port maps by the id of the modem.
    package private(set) var portMaps: [USBID: PortMap] = [:]
    /// What is driven by others, by its id.
    package private(set) var foreignSticks: [USBID: ForeignStick] = [:]
    /// What holds for every stick.
    package private(set) var commonQuirks: Set<Quirk> = []
    /// Where the facts of an entry come from.
    package private(set) var sources: [USBID: String] = [:]

    package init() {}

    /// Reads each `*.conf` and each file that is named as usb_modeswitch names its own (`19d2:2000`) of each folder, in the
    /// order of their names; a later folder replaces what an earlier one says of an id, or of every stick. A folder that
    /// does not exist is empty. A broken file is left out whole and named in `problems`.
    package static func load(_ folders: [String] = standardFolders) -> (
        catalog: DeviceCatalog, problems: [KeyFileProblem]
    ) {
        var catalog = DeviceCatalog()
        var problems: [KeyFileProblem] = []
        for folder in folders {
            var described: [USBID: String] = [:]
            var common: Set<Quirk>?
            let names = KeyFileFolder.names(in: folder, problems: &problems) { name in
                name.hasSuffix(".conf") || UsbModeSwitchFile.isName(name)
            }
            for name in names {
                let path = folder + "/" + name
                do throws(KeyFileFault) {
                    let file = try DeviceFile(parsing: KeyFileFolder.contents(of: path), name: name)
                    for entry in file.descriptions {
                        guard let other = described[entry.usbID] else { continue }
                        throw KeyFileFault(entry.line, "[\(entry.usbID)] is described in \(other) too")
                    }
                    for entry in file.descriptions {
                        described[entry.usbID] = path
                        catalog.add(entry)
                    }
                    if let found = file.common { common = (common ?? []).union(found.quirks) }
                } catch {
                    problems.append(KeyFileProblem(file: path, line: error.line, fault: error.text))
                }
            }
            catalog.commonQuirks = common ?? catalog.commonQuirks
        }
        catalog.checkReferences(&problems)
        return (catalog, problems)
    }

    /// An id that is treated like another one must leave the same interfaces alone: else the driver would take a network card.
    private mutating func checkReferences(_ problems: inout [KeyFileProblem]) {
        let told = portMaps
        for (usbID, map) in told.sorted(by: { $0.key.product < $1.key.product }) {
            guard let reference = map.driverLike else { continue }
            if let known = told[reference], known.reserved == map.reserved, known.driverLike == nil { continue }
            portMaps[usbID]?.driverLike = nil
            problems.append(
                KeyFileProblem(
                    file: "[\(usbID)]", line: nil,
                    fault:
                        "driver-like: [\(reference)] has no ports, other reserved interfaces, or a driver-like of its own"
                ))
        }
    }

    private mutating func add(_ description: DeviceFile.Description) {
        recipes[description.usbID] = description.recipe
        if !description.isRecipeAlone {
            portMaps[description.usbID] = description.portMap
            foreignSticks[description.usbID] = description.foreign
        }
        sources[description.usbID] = description.source
    }

    /// Whether a stick that was switched is known to come back with this id.
    package func isTarget(_ usbID: USBID) -> Bool {
        recipes.values.contains { $0.targets.contains(usbID) }
    }
}
