internal import DeviceCatalog
package import EventLoop
internal import Glibc
package import ModemCore

/// Opens sticks that still are CD-ROMs through libusb. While none is open, no libusb context exists.
@LoopActor package final class USBStorageTransport: StorageTransport {
    private static let patience: Duration = .seconds(5)
    private static let pause: Duration = .milliseconds(200)

    private let clock: any Clock<Duration>
    /// Opens a node; others are for tests.
    var opener: @Sendable (String) throws(StorageError) -> Int32 = { path throws(StorageError) in try USBNode.open(path)
    }
    private weak var context: USBContext?

    package init(clock: any Clock<Duration>) { self.clock = clock }

    package func open(_ device: USBDevice) async throws(StorageError) -> any StorageHandle {
        guard let interface = Self.interface(of: device) else { throw .unsuitable }
        let (node, context) = try await openNode(device)
        do {
            try await claim(node, interface.number)
        } catch {
            await Self.close(node, context) { $0.release(interface.number, reattach: true) }
            throw error
        }
        return USBStorageHandle(node, interface, context, clock)
    }

    /// The first that takes SCSI over bulk-only transport.
    static func interface(of device: USBDevice) -> StorageInterface? {
        for interface in device.interfaces where interface.isBulkOnlySCSI {
            guard let bulkIn = interface.bulkIn, let bulkOut = interface.bulkOut else { continue }
            return StorageInterface(number: interface.number, bulkIn: bulkIn, bulkOut: bulkOut)
        }
        return nil
    }

    /// Undoes what was opened. The descriptor itself goes last, after the loop has stopped watching it: `body`, on the
    /// lane, makes libusb forget it, and what libusb says of that reaches the loop before the lane's answer does.
    static func close(_ node: USBNode, _ context: USBContext, _ body: @escaping @Sendable (USBNode) -> Void) async {
        await BlockingLane.shared.run { body(node) }
        let descriptor = node.descriptor
        BlockingLane.shared.submit { _ = Glibc.close(descriptor) }
        withExtendedLifetime(context) {}
    }

    private func sharedContext() throws(StorageError) -> USBContext {
        if let context { return context }
        let new = try USBContext()
        context = new
        return new
    }

    /// To be given back with ``close(_:_:_:)``.
    func openNode(_ device: USBDevice) async throws(StorageError) -> (USBNode, USBContext) {
        let context = try sharedContext()
        let (path, usbID, pointer) = (device.node, device.usbID, context.pointer)
        let descriptor = try await openWhenAllowed(path)
        do throws(StorageError) {
            let node = try await BlockingLane.shared.run { () throws(StorageError) in
                try USBNode(descriptor, context: pointer, expecting: usbID)
            }
            return (node, context)
        } catch {
            BlockingLane.shared.submit { _ = Glibc.close(descriptor) }
            throw error
        }
    }

    /// The kernel's node is root's alone until udevd has given it to our group. A stick that comes back at once is known here before
    /// that, by an announcement of the one that has left.
    private func openWhenAllowed(_ path: String) async throws(StorageError) -> Int32 {
        let opener = opener
        var rest = Self.patience
        while true {
            do throws(StorageError) {
                return try await BlockingLane.shared.run { () throws(StorageError) in try opener(path) }
            } catch {
                guard error == .accessDenied, rest > .zero else { throw error }
                guard (try? await clock.sleep(for: Self.pause)) != nil else { throw error }
                rest -= Self.pause
            }
        }
    }

    private func claim(_ node: USBNode, _ interface: UInt8) async throws(StorageError) {
        var claim = InterfaceClaim()
        while true {
            let results = await BlockingLane.shared.run { node.claim(interface) }
            switch claim.decide(detach: results.detach, claim: results.claim) {
            case .claimed: return
            case .failed(let error): throw error
            case .retry(let pause):
                guard (try? await clock.sleep(for: pause)) != nil else { throw .failed("cancelled") }
            }
        }
    }
}

/// What of a stick is spoken to.
struct StorageInterface: Equatable, Sendable {
    let number: UInt8
    let bulkIn: UInt8
    let bulkOut: UInt8
}
