internal import DeviceCatalog
internal import EventLoop

extension Modem {
    /// A device file that says of the stick what was found out about it, in the form of `devices.d`.
    /// - Parameter observer: who has found it out: program and version.
    package func deviceFile(observer: String) throws(ModemError) -> String {
        if findings.presence == .absent { throw .wrongState(snapshot.state, needed: "wait until it is back") }
        let entries = findings.entries(observer: observer)
        guard !entries.isEmpty else {
            throw .notSupported("Nothing was found out about this stick that a device file could say")
        }
        return DeviceFileWriter.text(of: entries, remarks: findings.remarks)
    }
}

/// What was found out about a stick that is plugged in. Pure.
struct StickFindings: Sendable {
    let presence: Modem.StateMachine.Presence
    /// The CD-ROM that it was before; nil for one that was a modem when it was first seen.
    let disc: (device: USBDevice, recipe: SwitchRecipe)?
    /// The last that was tried.
    let method: SwitchMethod?
    let ports: [TTYPort]
    /// What the ports are for, as the bus shows it.
    let roles: [ModemSnapshot.Port]
    /// What the stick calls itself; may be empty.
    let model: String

    /// One for each id; of an id that it keeps through the switch there is one.
    func entries(observer: String) -> [DeviceEntry] {
        var entries: [DeviceEntry] = []
        if let disc {
            entries.append(
                DeviceEntry(usbID: disc.device.usbID, recipe: recipe(disc), source: source(disc.device, observer)))
        }
        guard var entry = entry(observer: observer) else { return entries }
        if let first = entries.first, first.usbID == entry.usbID {
            entry.recipe = first.recipe
            entries = []
        }
        return entries + [entry]
    }

    /// What whoever uses the file should know.
    var remarks: [String] {
        var remarks = [
            "Made of a stick that was plugged in. For /etc/zte-modem/devices.d, under a name that ends with .conf."
        ]
        switch presence {
        case .storage: remarks.append("It has not been switched yet: methods and targets are what was known before.")
        case .unknown(let device): remarks.append(Self.nothingKnown(of: device))
        case .unmapped(let device, nil) where !roles(of: ports).values.contains(.data):
            remarks.append(Self.nothingKnown(of: device))
        case .modem, .foreign, .unmapped:
            if disc == nil {
                remarks.append("It was no CD-ROM when it was first seen: how it is switched is not known.")
            }
        case .absent: break
        }
        return remarks
    }

    private static func nothingKnown(of device: USBDevice) -> String {
        let name = device.product.isEmpty ? "" : " (\(device.product))"
        return "It came back as \(device.usbID)\(name), of which nothing is known: a section [\(device.usbID)] with "
            + "its ports is missing."
    }

    private func recipe(_ disc: (device: USBDevice, recipe: SwitchRecipe)) -> SwitchRecipe {
        let known = disc.recipe
        guard let method, let target = target else { return known }
        return SwitchRecipe(usbID: known.usbID, methods: [method], targets: [target], product: known.product)
    }

    /// What it has become by the switch; device files know this maker's sticks only.
    private var target: USBID? {
        switch presence {
        case .modem(let device, _), .foreign(let device, _), .unmapped(let device, _), .unknown(let device):
            device.usbID.vendor == USBID.zte ? device.usbID : nil
        case .storage, .absent: nil
        }
    }

    private func entry(observer: String) -> DeviceEntry? {
        switch presence {
        case .modem(let device, let map):
            let map = PortMap(
                usbID: device.usbID, model: name(of: device, known: map.model), roles: seenRoles(map),
                reserved: map.reserved, quirks: map.quirks, driverLike: map.driverLike)
            return DeviceEntry(usbID: device.usbID, portMap: map, source: source(device, observer))
        case .foreign(let device, let stick):
            let stick = ForeignStick(
                usbID: device.usbID, model: name(of: device, known: stick.model), kind: stick.kind,
                quirks: stick.quirks)
            return DeviceEntry(usbID: device.usbID, foreign: stick, source: source(device, observer))
        case .unmapped(let device, let stick):
            let roles = roles(of: ports)
            if roles.values.contains(.data) {
                let map = PortMap(
                    usbID: device.usbID, model: name(of: device, known: stick?.model ?? "unknown"), roles: roles)
                return DeviceEntry(usbID: device.usbID, portMap: map, source: source(device, observer))
            }
            return stick.map { DeviceEntry(usbID: device.usbID, foreign: $0, source: source(device, observer)) }
        case .storage(let device, let recipe):
            // Left alone from the first moment on.
            if disc != nil { return nil }
            return DeviceEntry(usbID: device.usbID, recipe: recipe, source: source(device, observer))
        case .absent, .unknown: return nil
        }
    }

    /// Of the ports that are there; a map that no call can be made with says less than the one that is known.
    private func seenRoles(_ map: PortMap) -> [UInt8: PortRole] {
        let seen = roles(of: ports)
        return seen.values.contains(.data) ? seen : map.roles
    }

    private func roles(of ports: [TTYPort]) -> [UInt8: PortRole] {
        var seen: [UInt8: PortRole] = [:]
        for port in ports { seen[port.interfaceNumber] = roles.first { $0.node == port.node }?.role }
        return seen
    }

    private func name(of device: USBDevice, known: String) -> String {
        [model, known == "unknown" ? "" : known, device.product].first { !$0.isEmpty } ?? known
    }

    private func source(_ device: USBDevice, _ observer: String) -> String {
        "seen on \(device.product.isEmpty ? "\(device.usbID)" : device.product), \(observer)"
    }
}
