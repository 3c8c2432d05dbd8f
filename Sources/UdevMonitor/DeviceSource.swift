internal import EventLoop
internal import ModemCore

/// Reads the socket and sysfs. Both may block, sysfs for as long as the kernel holds the lock of a device that is being
/// reset; hence this runs on a lane of its own.
///
/// `@unchecked`: libudev knows no threads, and needs none as long as one call is under way at a time, which
/// ``UdevMonitor`` sees to.
final class DeviceSource: @unchecked Sendable {
    /// What is in the socket is read in portions, so that the first of a hundred sticks does not wait for the last.
    private static let batch = 64

    private let socket: UdevSocket
    private let reader: DeviceReader

    init(_ source: UdevMonitor.Source) throws(UdevError) {
        let context = try UdevContext()
        socket = try UdevSocket(context, source: source)
        reader = DeviceReader(context: context, source: source)
    }

    /// To wait for; it never changes.
    var descriptor: Int32 { socket.descriptor }

    /// Everything there is at present.
    /// - Parameter overdue: paths to take although udevd has not handled them.
    func scan(overdue: Set<String>) -> [Sighting] {
        do throws(SystemError) { return [.everything(try reader.scan(overdue: overdue))] } catch {
            return [.unreadable]
        }
    }

    /// What has arrived, at most one batch; after an overflow, everything there is.
    func receive(overdue: Set<String>) -> [Sighting] {
        var sightings: [Sighting] = []
        for _ in 0..<Self.batch {
            switch socket.receive() {
            case .device(let device):
                do throws(SystemError) {
                    if let sighting = try sighting(device) { sightings.append(sighting) }
                } catch {
                    sightings.append(.unreadable)
                }
            case .unreadable: continue
            case .overflow: sightings += scan(overdue: overdue)
            case .none: return sightings
            }
        }
        return sightings
    }

    private func sighting(_ device: borrowing UdevDevice) throws(SystemError) -> Sighting? {
        if let removal = Sighting(removalIn: device) {
            if case .deviceGone(let path, _, _) = removal { reader.forget(path) }
            return removal
        }
        // Comes right before the removal, with a device that has lost its configuration: nothing to look at.
        if device.action == "unbind" { return nil }
        guard device.subsystem == "usb" else { return try port(device) }
        return try reader.device(device).map { .device($0.path, $0.device) }
    }

    private func port(_ tty: borrowing UdevDevice) throws(SystemError) -> Sighting? {
        try reader.port(tty).map { .port($0.path, $0.port, owner: $0.device.path, $0.device.device) }
    }
}
