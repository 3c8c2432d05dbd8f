internal import CUSB
internal import DeviceCatalog
package import EventLoop
internal import Glibc
package import ModemCore

/// Resets and re-authorises sticks, and knows where they are mounted. What blocks does so on the lane.
@LoopActor package final class USBPortHost: USBHost {
    /// So long a stick has no configuration: time to notice.
    private static let pause: Duration = .milliseconds(500)

    private let transport: USBStorageTransport
    private let clock: any Clock<Duration>

    /// - Parameter transport: what shares libusb with this.
    package init(_ transport: USBStorageTransport, clock: any Clock<Duration>) {
        self.transport = transport
        self.clock = clock
    }

    package func mountPoints(of device: USBDevice) async -> [String] {
        let path = device.sysfsPath
        guard !path.isEmpty else { return [] }
        return await BlockingLane.shared.run { MountTable.current().places(of: BlockDevices.numbers(below: path)) }
    }

    package func reset(_ device: USBDevice) async throws(StorageError) {
        let (node, context) = try await transport.openNode(device)
        let result = await BlockingLane.shared.run { libusb_reset_device(node.handle.raw) }
        await USBStorageTransport.close(node, context) { libusb_close($0.handle.raw) }
        // Its descriptors are others than before: the kernel treats it as a new device.
        if result == LIBUSB_ERROR_NOT_FOUND.rawValue { throw .gone }
        if result != LIBUSB_SUCCESS.rawValue { throw StorageError(libusb: result) }
    }

    package func reauthorise(_ device: USBDevice) async throws(StorageError) {
        let attribute = device.sysfsPath + "/authorized"
        switch await BlockingLane.shared.run({ SystemFile.write("0", to: attribute) }) {
        case 0: break
        case EROFS, EACCES, EPERM: return try await reconfigure(device)
        case let code: throw Self.error(code)
        }
        try? await clock.sleep(for: Self.pause)
        let code = await BlockingLane.shared.run { SystemFile.write("1", to: attribute) }
        if code != 0 { throw Self.error(code) }
    }

    /// The same for the stick, for who may use its node and not its attributes: without configuration, and with it again.
    private func reconfigure(_ device: USBDevice) async throws(StorageError) {
        let (node, context) = try await transport.openNode(device)
        let numbers = device.interfaces.map { Int32($0.number) }
        let (before, result) = await BlockingLane.shared.run { () -> (Int32, Int32) in
            var before: Int32 = 0
            _ = libusb_get_configuration(node.handle.raw, &before)
            for number in numbers { _ = libusb_detach_kernel_driver(node.handle.raw, number) }
            return (before, libusb_set_configuration(node.handle.raw, -1))
        }
        if result == 0 { try? await clock.sleep(for: Self.pause) }
        await USBStorageTransport.close(node, context) { node in
            if result == 0 {
                _ = libusb_set_configuration(node.handle.raw, max(before, 1))
            } else {
                for number in numbers { _ = libusb_attach_kernel_driver(node.handle.raw, number) }
            }
            libusb_close(node.handle.raw)
        }
        if result != 0 { throw StorageError(libusb: result) }
    }

    private static func error(_ code: Int32) -> StorageError {
        switch code {
        case ENOENT, ENODEV: .gone
        case EROFS, EACCES, EPERM: .accessDenied
        default: .failed("authorized: " + String(cString: strerror(code)))
        }
    }
}
