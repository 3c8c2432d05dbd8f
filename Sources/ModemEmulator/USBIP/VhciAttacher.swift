internal import CPosix
package import EventLoop
internal import Glibc

/// Plugs a device into a host: the kernel's virtual controller, or a test that plays it.
@LoopActor package protocol Attacher: AnyObject {
    /// Plugs in. Returns our end of the stream socket on which the host talks USB/IP; the caller owns it and unplugs by
    /// closing it.
    func attach(at speed: USBSpeed) async throws(EmulatorError) -> Int32
    /// Returns when the host has noticed that the device was unplugged.
    func waitUntilFree() async throws(EmulatorError)
    /// The port of the last ``attach()``, for logs.
    var port: Int? { get }
}

/// The virtual host controller of Linux, `vhci_hcd`. Keeps to the port it got first, as a stick stays in its socket.
@LoopActor package final class VhciAttacher: Attacher {
    private let directory: String
    private let clock: any Clock<Duration>
    package private(set) var port: Int?
    private let isFixed: Bool

    /// Any device id does; the kernel only repeats it.
    private static let deviceID = 0x10002
    private static let controllers = 16

    /// High-speed ports of each controller; as many for USB 3 follow.
    private static let portsPerController = 15

    /// The port `offset` further than `first`; sticks like these only go into high-speed ports.
    package static func port(_ first: Int, offset: Int) -> Int {
        let (controller, number) = (first / (2 * portsPerController), first % (2 * portsPerController))
        guard number < portsPerController else { return first + offset }
        let count = controller * portsPerController + number + offset
        return count / portsPerController * 2 * portsPerController + count % portsPerController
    }

    package init(
        port: Int? = nil, directory: String = "/sys/devices/platform/vhci_hcd.0",
        clock: any Clock<Duration> = LoopClock.monotonic
    ) {
        self.port = port
        isFixed = port != nil
        self.directory = directory
        self.clock = clock
    }

    package func attach(at speed: USBSpeed) async throws(EmulatorError) -> Int32 {
        if let port {
            try await waitUntilFree()
            guard let socket = try plug(into: port, speed) else { throw .portTaken(port) }
            return socket
        }
        // Somebody else may take a port between our look and our write.
        for candidate in try status().freePorts {
            guard let socket = try plug(into: candidate, speed) else { continue }
            port = candidate
            return socket
        }
        throw .noFreePort
    }

    package func waitUntilFree() async throws(EmulatorError) {
        guard let port else { return }
        for _ in 0..<250 {
            let free = try status().ports.first { $0.number == port }?.isFree
            guard let free else { throw .portTaken(port) }
            if free { return }
            // Cancellation must not cut the wait short: the next attach would fail.
            try? await clock.sleep(for: .milliseconds(20))
        }
        throw .portStaysBusy(port)
    }

    private func status() throws(EmulatorError) -> VhciStatus {
        guard let first = readFile("\(directory)/status") else { throw .noVirtualController }
        var text = first
        for index in 1..<Self.controllers {
            guard let more = readFile("\(directory)/status.\(index)") else { break }
            text += more
        }
        return VhciStatus(parsing: text)
    }

    /// Our end of the connection, nil when the port was taken meanwhile.
    private func plug(into port: Int, _ speed: USBSpeed) throws(EmulatorError) -> Int32? {
        var ends: [Int32] = [-1, -1]
        let paired = cposix_socketpair(&ends)
        guard paired >= 0 else { throw .system(SystemError(call: "socketpair", code: -paired)) }
        // The kernel takes a reference of its own while it handles the write.
        defer { _ = close(ends[1]) }
        let request = "\(port) \(ends[1]) \(Self.deviceID) \(speed.rawValue)"
        let result = writeFile("\(directory)/attach", request)
        if result >= 0 { return ends[0] }
        _ = close(ends[0])
        switch -result {
        case EBUSY, EINVAL: return nil
        case EACCES, EPERM: throw .notRoot("plugging in a USB device")
        case ENOENT: throw .noVirtualController
        case let code: throw .system(SystemError(call: "write \(directory)/attach", code: code))
        }
    }

    private func readFile(_ path: String) -> String? {
        let file = cposix_open(path, O_RDONLY, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = read(file, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    private func writeFile(_ path: String, _ text: String) -> Int32 {
        let file = cposix_open(path, O_WRONLY, 0)
        guard file >= 0 else { return file }
        defer { _ = close(file) }
        let bytes = Array(text.utf8)
        return write(file, bytes, bytes.count) < 0 ? -errno : 0
    }
}
