package import EventLoop
internal import Glibc
package import ModemCore

/// Watches the sticks of the machine through libudev, on the loop.
///
/// The socket listens before the first scan, so that nothing falls between the two; what both see is reported once. A
/// device is announced at once, if need be without interfaces, and again when they are known.
@LoopActor package final class UdevMonitor: DeviceMonitor {
    /// Who announces devices.
    package enum Source: Equatable, Sendable {
        /// udevd, after its rules have run: permissions and links are there.
        case udev
        /// The kernel itself, for systems without udevd. Needs the host's network namespace.
        case kernel

        var netlinkGroup: String {
            switch self {
            case .udev: "udev"
            case .kernel: "kernel"
            }
        }
    }

    package nonisolated let events: AsyncStream<DeviceEvent>

    private let continuation: AsyncStream<DeviceEvent>.Continuation
    private let socket: UdevSocket
    private let reader: DeviceReader
    private var table = DeviceTable()
    private var watch: DescriptorWatch?

    /// A burst of events must not keep the loop from its ttys; what is left wakes it again.
    private static let batch = 64

    /// Starts to listen and reports what is there.
    /// - Parameter control: udevd's socket, a sign that it runs.
    /// - Throws: ``UdevError/noDaemon`` for `.udev` where no udevd runs.
    package init(source: Source = .udev, control: String = "/run/udev/control") throws(UdevError) {
        if source == .udev && access(control, F_OK) != 0 { throw .noDaemon }
        let context = try UdevContext()
        socket = try UdevSocket(context, source: source)
        reader = DeviceReader(context: context, source: source)
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        do throws(SystemError) {
            watch = try DescriptorWatch(socket.descriptor, for: .readable) { [unowned self] _ in receive() }
        } catch {
            throw .unavailable(error.description)
        }
        rescan()
    }

    isolated deinit {
        watch?.cancel()
        continuation.finish()
    }

    package func rescan() { report(table.rescanned(reader.scan())) }

    private func receive() {
        for _ in 0..<Self.batch {
            switch socket.receive() {
            case .device(let device): report(changes(device))
            case .unreadable: continue
            case .overflow: rescan()
            case .none: return
            }
        }
    }

    private func changes(_ device: borrowing UdevDevice) -> [DeviceEvent] {
        guard let path = device.path else { return [] }
        let isDevice = device.subsystem == "usb"
        switch device.action {
        case "remove" where isDevice:
            return table.deviceRemoved(
                path, busNumber: device.property("BUSNUM").flatMap(UInt16.init),
                deviceNumber: device.property("DEVNUM").flatMap(UInt16.init))
        case "remove":
            return table.portRemoved(path)
        case "unbind":
            // Comes right before the removal, with a device that has lost its configuration: nothing to look at.
            return []
        default:
            return isDevice ? deviceChanges(device) : portChanges(device)
        }
    }

    private func deviceChanges(_ device: borrowing UdevDevice) -> [DeviceEvent] {
        guard let found = reader.device(device) else { return [] }
        return table.deviceSeen(found.path, found.device)
    }

    private func portChanges(_ tty: borrowing UdevDevice) -> [DeviceEvent] {
        guard let found = reader.port(tty) else { return [] }
        // A port never comes before its device, whatever was lost.
        let device = table.deviceSeen(found.device.path, found.device.device)
        return device + table.portSeen(found.path, found.port, of: found.device.path)
    }

    private func report(_ events: [DeviceEvent]) {
        for event in events { continuation.yield(event) }
    }
}
