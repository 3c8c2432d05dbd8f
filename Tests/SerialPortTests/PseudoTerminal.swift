import CPosix
import EventLoop
import Glibc
import ModemCore

/// The stick's end of a pty; the other end is the tty under test.
@LoopActor final class PseudoTerminal {
    let master: Int32
    let path: String
    private var isOpen = true

    init() throws {
        var name = [CChar](repeating: 0, count: 64)
        master = try SystemError.check("pty", cposix_pty_open(&name, name.count))
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    isolated deinit { hangUp() }

    func port(deviceNumber: UInt64 = 0) -> TTYPort {
        TTYPort(
            node: String(path.dropFirst("/dev/".count)), interfaceNumber: 0, physicalPort: "1-1", driver: "pty",
            deviceNumber: deviceNumber)
    }

    /// What the kernel says the node is.
    var deviceNumber: UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_rdev) : 0
    }

    func say(_ text: String) {
        let count = Glibc.write(master, text, text.utf8.count)
        precondition(count == text.utf8.count, "the pty is full")
    }

    func hangUp() {
        if isOpen { _ = close(master) }
        isOpen = false
    }

    /// Opens the tty's end as another program would.
    func borrow() throws -> Borrower {
        let flags = O_RDWR | O_NOCTTY | O_NONBLOCK
        return Borrower(descriptor: try SystemError.check("open", cposix_open(path, flags, 0)))
    }

    /// Descriptors of this process on the tty's end.
    var holders: Int {
        guard let folder = opendir("/proc/self/fd") else { return -1 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let number = withUnsafeBytes(of: entry.pointee.d_name) { name in
                String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
            var target = [CChar](repeating: 0, count: 128)
            let length = readlink("/proc/self/fd/" + number, &target, target.count)
            let name = target.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }
            if String(decoding: name, as: UTF8.self) == path { count += 1 }
        }
        return count
    }
}

/// Another program that has the tty open.
@LoopActor final class Borrower {
    let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    isolated deinit { _ = close(descriptor) }
}

/// Reads `count` bytes from any descriptor of the loop.
@LoopActor func readBytes(_ count: Int, from descriptor: Int32) async throws -> [UInt8] {
    let (ready, continuation) = AsyncStream<Void>.makeStream()
    let watch = try DescriptorWatch(descriptor, for: .readable) { _ in continuation.yield() }
    defer { watch.cancel() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    for await _ in ready {
        let got = read(descriptor, &buffer, min(buffer.count, count - bytes.count))
        if got > 0 { bytes += buffer.prefix(got) }
        if bytes.count >= count || got == 0 { break }
    }
    return bytes
}

/// Joins what comes in until there are `count` bytes, or the end.
@LoopActor func collect(_ count: Int, from stream: AsyncStream<[UInt8]>) async -> String {
    var bytes: [UInt8] = []
    for await chunk in stream {
        bytes += chunk
        if bytes.count >= count { break }
    }
    return String(decoding: bytes, as: UTF8.self)
}
