internal import DeviceCatalog

extension Modem.StateMachine {
    /// Fills in what the bus, not the stick itself, tells. A stick that is off the bus keeps what was known of it, less
    /// its ports.
    func describePresence(in snapshot: inout ModemSnapshot, found: FoundRoles = FoundRoles()) {
        switch presence {
        case .absent: (snapshot.sysfsPath, snapshot.mode) = ("", nil)
        case .storage(let device, _):
            describe(device, as: .storage, in: &snapshot)
            if snapshot.identity.model.isEmpty { snapshot.identity.model = device.product }
        case .modem(let device, _): describe(device, as: .modem, in: &snapshot)
        case .foreign(let device, let stick):
            describe(device, as: stick.isNetworkCard ? .network : .modem, in: &snapshot)
            if snapshot.identity.model.isEmpty { snapshot.identity.model = device.product }
        case .unmapped(let device, _):
            describe(device, as: .modem, in: &snapshot)
            if snapshot.identity.model.isEmpty { snapshot.identity.model = device.product }
        case .unknown(let device): describe(device, as: nil, in: &snapshot)
        }
        snapshot.ports = ports.map { port in
            let role: PortRole? = found.role(of: port.interfaceNumber, of: presence.device?.identity) ?? role(of: port)
            return ModemSnapshot.Port(node: port.node, role: role)
        }
        snapshot.drivers = Set(ports.map(\.driver)).subtracting([""]).sorted()
        if ports.isEmpty { snapshot.primaryPort = "" }
    }

    private func describe(_ device: USBDevice, as mode: ModemMode?, in snapshot: inout ModemSnapshot) {
        snapshot.usbID = device.usbID
        snapshot.sysfsPath = device.sysfsPath
        snapshot.mode = mode
        if snapshot.identity.manufacturer.isEmpty { snapshot.identity.manufacturer = device.manufacturer }
    }

    private func role(of port: TTYPort) -> PortRole? {
        portMap?.roles[port.interfaceNumber]
    }
}
