import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import Synchronization
import TestSupport
import Testing

@testable import USBTransport

/// What happens before any stick answers: nodes that cannot be opened, and libusb that must stay on the loop. One after
/// the other: another test's context would hide what the first one does.
@Suite(.eventLoop, .serialized) @LoopActor struct USBStorageTransportTests {
    private static let storage = USBInterface(
        number: 0, classCode: 8, subclass: 6, protocolCode: 0x50, bulkIn: 0x81, bulkOut: 0x02)
    private static let serial = USBInterface(
        number: 0, classCode: 0xff, subclass: 0xff, protocolCode: 0xff, bulkIn: 0x81, bulkOut: 0x02)

    private func stick(_ node: String, _ interfaces: [USBInterface] = [storage]) -> USBDevice {
        USBDevice(
            identity: .init(physicalPort: "1-1", busNumber: 1, deviceNumber: 2),
            usbID: USBID(vendor: 0x19d2, product: 0x2000), interfaces: interfaces, sysfsPath: "/sys/devices/1-1",
            node: node)
    }

    private func error(opening device: USBDevice) async -> StorageError? {
        do throws(StorageError) {
            let handle = try await USBStorageTransport(clock: LoopClock.monotonic).open(device)
            await handle.close(reattach: false)
            return nil
        } catch {
            return error
        }
    }

    @Test func aMissingNodeIsAStickThatLeft() async {
        #expect(await error(opening: stick("/dev/bus/usb/999/999")) == .gone)
    }

    @Test(.enabled(if: geteuid() != 0, "root may open every node"))
    func aForbiddenNodeIsSaidToBeForbidden() async throws {
        let node = "/tmp/usb-node-\(getpid())"
        let file = open(node, O_CREAT | O_RDWR | O_CLOEXEC, 0)
        try #require(file >= 0)
        defer { unlink(node) }
        close(file)
        #expect(await error(opening: stick(node)) == .accessDenied)
    }

    /// udevd is a moment behind the kernel.
    @Test func aNodeThatIsForbiddenAtFirstIsTriedAgain() async {
        let transport = USBStorageTransport(clock: LoopClock.monotonic)
        let tries = Mutex(0)
        transport.opener = { _ throws(StorageError) in
            let count = tries.withLock { count in
                count += 1
                return count
            }
            throw count < 3 ? .accessDenied : .gone
        }
        await #expect(throws: StorageError.gone) { try await transport.openNode(stick("/dev/bus/usb/999/999")) }
        #expect(tries.withLock { $0 } == 3)
    }

    @Test func whatIsNoUSBNodeIsRefused() async throws {
        let error = try #require(await error(opening: stick("/dev/null")))
        guard case .failed = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func aStickWithoutMassStorageIsNotOpened() async {
        #expect(await error(opening: stick("/dev/null", [Self.serial])) == .unsuitable)
        #expect(await error(opening: stick("/dev/null", [])) == .unsuitable)
    }

    @Test func theInterfaceIsTheFirstThatFits() throws {
        let device = stick("/dev/null", [Self.serial, Self.storage])
        #expect(USBStorageTransport.interface(of: device) == StorageInterface(number: 0, bulkIn: 0x81, bulkOut: 0x02))
    }

    @Test func libusbIsWatchedByTheLoop() throws {
        let before = EventLoop.main.watchCount
        do {
            let context = try USBContext()
            #expect(!context.watchedDescriptors.isEmpty)
            #expect(EventLoop.main.watchCount == before + context.watchedDescriptors.count)
        }
        #expect(EventLoop.main.watchCount == before)
    }

    /// Threads of the test runner come and go beside us: one try without a new one is proof, as libusb's own would be
    /// there every time.
    @Test func libusbStartsNoThread() throws {
        let quietTry = try (0..<10).contains { _ in
            let before = threads()
            let context = try USBContext()
            return withExtendedLifetime(context) { !before.isEmpty && threads().isSubset(of: before) }
        }
        #expect(quietTry)
    }

    private func threads() -> Set<String> {
        guard let tasks = opendir("/proc/self/task") else { return [] }
        defer { closedir(tasks) }
        var ids: Set<String> = []
        while let entry = readdir(tasks) {
            ids.insert(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return ids
    }
}
