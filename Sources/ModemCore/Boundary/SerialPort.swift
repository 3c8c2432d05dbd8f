package import EventLoop

/// Opens ttys.
@LoopActor package protocol SerialPortOpener {
    /// Raw 8N1, exclusive (TIOCEXCL and a lock), DTR and RTS raised, input flushed. Never blocks.
    func open(_ port: TTYPort) async throws(SerialError) -> any SerialPort
}

/// An open tty.
@LoopActor package protocol SerialPort: AnyObject {
    var name: String { get }
    /// Bytes as they come, for one consumer at a time; ends at hang-up, unplug or ``close()``.
    var incoming: AsyncStream<[UInt8]> { get }
    /// Takes all bytes or throws; waits for room without blocking the loop.
    func write(_ bytes: [UInt8]) async throws(SerialError)
    /// Stops reading at once and lets other programs open the tty: from here on pppd reads the bytes. The descriptor
    /// stays open so that DTR stays up.
    func lend() async throws(SerialError)
    /// After the borrower ended: raises DTR and RTS, takes the tty exclusively, restores raw mode, flushes, reads again
    /// (``incoming`` is a new stream then).
    func takeBack() async throws(SerialError)
    /// Closes without waiting for output nobody takes, and returns when that is done. Safe to call twice.
    func close() async
}

package enum SerialError: Error, Equatable, Sendable {
    /// Hang-up or unplug: the tty is no more.
    case gone
    /// Another program has it open or locked.
    case busy
    case accessDenied
    /// The device takes no output.
    case timedOut
    /// The process or the machine has no descriptor or memory left.
    case outOfResources
    case failed(String)
}
