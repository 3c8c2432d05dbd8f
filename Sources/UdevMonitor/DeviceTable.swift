package import ModemCore

/// What has been reported, and what follows from the next thing seen. Pure: no udev in here.
///
/// sysfs is empty by the time a removal is read, so that the table is what answers it. Keys are sysfs paths.
package struct DeviceTable {
    private struct Port {
        let port: TTYPort
        /// The path of the device it belongs to.
        let device: String
    }

    private var devices: [String: USBDevice] = [:]
    private var ports: [String: Port] = [:]
    /// Who was the last to leave each place: what was read of it before that, and is told after it, is no news.
    private var departed: [String: Number] = [:]

    /// The kernel gives it to no other device before all others have been given to one.
    private struct Number: Equatable {
        let bus: UInt16
        let device: UInt16
    }

    package init() {}

    package func knows(device path: String) -> Bool { devices[path] != nil }

    /// What follows from something that was read.
    package mutating func apply(_ sighting: Sighting) -> [DeviceEvent] {
        switch sighting {
        case .device(let path, let device): return hasLeft(path, device) ? [] : deviceSeen(path, device)
        case .port(let path, let port, let owner, let device):
            if hasLeft(owner, device) { return [] }
            // A port never comes before its device, whatever was lost.
            let events = deviceSeen(owner, device)
            return events + portSeen(path, port, of: owner)
        case .deviceGone(let path, let busNumber, let deviceNumber):
            if let busNumber, let deviceNumber { departed[path] = Number(bus: busNumber, device: deviceNumber) }
            return deviceRemoved(path, busNumber: busNumber, deviceNumber: deviceNumber)
        case .portGone(let path): return portRemoved(path)
        case .everything(let scan): return rescanned(scan)
        case .unreadable: return []
        }
    }

    private func hasLeft(_ path: String, _ device: USBDevice) -> Bool {
        departed[path] == Number(bus: device.identity.busNumber, device: device.identity.deviceNumber)
    }

    /// A device is there: announced if it is new, if it is another one than before in that place, or if its interfaces
    /// have changed.
    package mutating func deviceSeen(_ path: String, _ device: USBDevice) -> [DeviceEvent] {
        guard let before = devices[path] else {
            devices[path] = device
            return [.deviceAdded(device)]
        }
        if before.identity != device.identity {
            let gone = deviceGone(path)
            devices[path] = device
            return gone + [.deviceAdded(device)]
        }
        if before.interfaces == device.interfaces { return [] }
        devices[path] = device
        return [.deviceAdded(device)]
    }

    /// A tty is there. Only those of a known device count.
    package mutating func portSeen(_ path: String, _ port: TTYPort, of device: String) -> [DeviceEvent] {
        guard devices[device] != nil else { return [] }
        let before = ports.updateValue(Port(port: port, device: device), forKey: path)
        if before?.port == port { return [] }
        return (before.map { [.portRemoved($0.port)] } ?? []) + [.portAdded(port)]
    }

    /// - Parameter identity: what the removal says of itself, if it does: a removal that comes late must not take away
    ///   the device that has come to the same place since.
    package mutating func deviceRemoved(_ path: String, busNumber: UInt16?, deviceNumber: UInt16?) -> [DeviceEvent] {
        guard let device = devices[path] else { return [] }
        if let busNumber, busNumber != device.identity.busNumber { return [] }
        if let deviceNumber, deviceNumber != device.identity.deviceNumber { return [] }
        return deviceGone(path)
    }

    package mutating func portRemoved(_ path: String) -> [DeviceEvent] {
        ports.removeValue(forKey: path).map { [.portRemoved($0.port)] } ?? []
    }

    /// Compares with all that is there now: what has gone first, then what is new or different, then `settled`.
    package mutating func rescanned(_ scan: Scan) -> [DeviceEvent] {
        var events: [DeviceEvent] = []
        departed = departed.filter { scan.devices[$0.key] == nil }
        for path in ports.keys.sorted() where scan.ports[path] == nil { events += portRemoved(path) }
        for path in devices.keys.sorted() where scan.devices[path] == nil { events += deviceGone(path) }
        for (path, device) in scan.devices.sorted(by: { $0.key < $1.key }) { events += deviceSeen(path, device) }
        for (path, found) in scan.ports.sorted(by: { $0.key < $1.key }) {
            events += portSeen(path, found.port, of: found.device)
        }
        return events + [.settled]
    }

    /// Everything that is there at one time, by sysfs path.
    package struct Scan: Sendable {
        package var devices: [String: USBDevice] = [:]
        package var ports: [String: (port: TTYPort, device: String)] = [:]
        /// What udevd has not run its rules for, and is therefore left out.
        package var neglected: Set<String> = []
        package var paths: Set<String> { neglected.union(devices.keys).union(ports.keys) }

        package init() {}
    }

    private mutating func deviceGone(_ path: String) -> [DeviceEvent] {
        guard let device = devices.removeValue(forKey: path) else { return [] }
        let orphans = ports.filter { $0.value.device == path }.keys.sorted()
        return orphans.flatMap { portRemoved($0) } + [.deviceRemoved(device.identity)]
    }
}
