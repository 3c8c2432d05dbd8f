import EventLoop
import Glibc
import Testing

@testable import ModemService

/// What a service manager receives, on a datagram socket as systemd's.
struct ServiceNotificationTests {
    @Test func readyAndStoppingArriveAsOneDatagramEach() throws {
        let manager = try NotifySocket()
        let notification = ServiceNotification(address: manager.address)
        notification.ready()
        notification.stopping()
        #expect(manager.receive() == "READY=1")
        #expect(manager.receive() == "STOPPING=1")
        #expect(manager.receive() == nil)
    }

    @Test func whatElseItIsToldIsOneDatagramEach() throws {
        let manager = try NotifySocket()
        let notification = ServiceNotification(address: manager.address, watchdogLimit: .seconds(3))
        notification.alive()
        notification.status("1 stick\nREADY=0")
        notification.reloading()
        #expect(manager.receive() == "WATCHDOG=1")
        #expect(manager.receive() == "STATUS=1 stick\u{fffd}READY=0")
        let lines = manager.receive()?.split(separator: "\n").map(String.init) ?? []
        #expect(lines.first == "RELOADING=1")
        #expect(lines.last?.hasPrefix("MONOTONIC_USEC=") == true)
        #expect(notification.watchdogLimit == .seconds(3))
    }

    @Test func anAddressInTheAbstractNamespaceBeginsWithAnAt() throws {
        let manager = try NotifySocket(abstract: true)
        #expect(manager.address.hasPrefix("@"))
        ServiceNotification(address: manager.address).ready()
        #expect(manager.receive() == "READY=1")
    }

    @Test(arguments: [nil, "", "@", "/nonexistent/socket", String(repeating: "x", count: 500)])
    func aManagerThatIsNotThereIsNoTrouble(address: String?) {
        let notification = ServiceNotification(address: address)
        notification.ready()
        notification.stopping()
    }
}

/// The socket of `$NOTIFY_SOCKET`, in a folder of its own or in the abstract namespace.
final class NotifySocket {
    let address: String
    private let folder: String
    private let descriptor: OwnedDescriptor

    init(abstract: Bool = false) throws {
        var template = Array("/tmp/zte-notify-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemError(call: "mkdtemp", code: errno) }
        folder = String(cString: made)
        address = (abstract ? "@" : "") + folder + "/socket"
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = OwnedDescriptor(owning: try SystemError.checkErrno("socket", Glibc.socket(AF_UNIX, kind, 0)))
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if abstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor.number, $0, size) }
        }
        try SystemError.checkErrno("bind", bound)
    }

    deinit {
        _ = unlink(folder + "/socket")
        _ = rmdir(folder)
    }

    /// The next datagram; nil if there is none.
    func receive() -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = recv(descriptor.number, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
