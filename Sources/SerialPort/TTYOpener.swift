internal import CPosix
internal import EventLoop
internal import Glibc
package import ModemCore

/// Opens ttys of the kernel.
///
/// Opening and the ioctls may talk to the stick, which may not answer for seconds: they run on ``BlockingLane``.
package struct TTYOpener: SerialPortOpener {
    private let clock: any Clock<Duration>

    package init(clock: any Clock<Duration> = LoopClock.monotonic) { self.clock = clock }

    /// - Throws: ``SerialError/busy`` if anybody, root included, holds it exclusively or has locked it;
    ///   ``SerialError/gone`` also if the node belongs to another device by now.
    @LoopActor package func open(_ port: TTYPort) async throws(SerialError) -> any SerialPort {
        let lane = BlockingLane()
        let descriptor = try await lane.run { () throws(SerialError) in try Self.open(port) }
        do throws(SystemError) {
            return try TTY(name: port.node, descriptor: descriptor, lane: lane, clock: clock)
        } catch {
            lane.submit { TTYSettings.release(descriptor) }
            throw SerialError(errno: error.code, error.call)
        }
    }

    private nonisolated static func open(_ port: TTYPort) throws(SerialError) -> Int32 {
        let descriptor = try SerialError.check(port.path, cposix_tty_open(port.path))
        do throws(SerialError) {
            try verify(descriptor, is: port)
            // Root may open what another has taken with TIOCEXCL, and would take the port from ModemManager.
            if cposix_tty_is_exclusive(descriptor) == 1 { throw .busy }
            try SerialError.check("flock", cposix_try_lock(descriptor))
        } catch {
            // Nothing has been changed yet that others could notice.
            _ = Glibc.close(descriptor)
            throw error
        }
        do throws(SerialError) {
            try TTYSettings.take(descriptor)
        } catch {
            TTYSettings.release(descriptor)
            throw error
        }
        return descriptor
    }

    private nonisolated static func verify(_ descriptor: Int32, is port: TTYPort) throws(SerialError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SerialError(errno: errno, "fstat") }
        guard status.st_mode & S_IFMT == S_IFCHR else { throw .failed("\(port.path): is not a character device") }
        if port.deviceNumber != 0, UInt64(status.st_rdev) != port.deviceNumber { throw .gone }
    }
}

/// The ioctls in their order. All of them may block: for ``BlockingLane``. A pty has no modem lines and no closing_wait.
enum TTYSettings {
    /// Exclusive, raw 8N1, DTR and RTS raised, nothing left in the buffers.
    static func take(_ descriptor: Int32) throws(SerialError) {
        try SerialError.check("TIOCMBIS", cposix_tty_modem_lines(descriptor, true), tolerating: ENOTTY, EINVAL)
        try SerialError.check("TIOCEXCL", cposix_tty_exclusive(descriptor, true), tolerating: ENOTTY)
        try SerialError.check("tcsetattr", cposix_tty_raw(descriptor))
        // EPERM: without CAP_SYS_ADMIN some drivers let nobody change it. Then only close() is slower, and that is off the
        // loop.
        try SerialError.check(
            "TIOCSSERIAL", cposix_tty_no_closing_wait(descriptor), tolerating: ENOTTY, EINVAL, EPERM, EOPNOTSUPP)
        try SerialError.check("tcflush", cposix_tty_flush(descriptor))
    }

    /// Lets others open the tty.
    static func share(_ descriptor: Int32) throws(SerialError) {
        try SerialError.check("TIOCNXCL", cposix_tty_exclusive(descriptor, false), tolerating: ENOTTY)
    }

    /// Gives up everything, output that nobody takes included.
    static func release(_ descriptor: Int32) {
        _ = cposix_tty_flush(descriptor)
        _ = cposix_tty_exclusive(descriptor, false)
        _ = close(descriptor)
    }
}
