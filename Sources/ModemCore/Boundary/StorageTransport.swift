package import EventLoop

/// Speaks to a stick that is still a CD-ROM, below the SCSI layer of the kernel.
@LoopActor package protocol StorageTransport {
    /// Opens the device node, takes usb-storage off the mass storage interface and claims it.
    ///
    /// Losing the race with usb-storage (nothing bound yet, or bound a moment later) is handled inside.
    func open(_ device: USBDevice) async throws(StorageError) -> any StorageHandle
}

/// A claimed mass storage interface. ``close(reattach:)`` must be called; nothing else gives it back.
@LoopActor package protocol StorageHandle: AnyObject {
    /// Sends one command block wrapper, takes the data phase it announces and reads the status (USB MSC BOT 1.0).
    /// A stalled endpoint is cleared and read again.
    func transfer(_ wrapper: CommandBlockWrapper) async throws(StorageError) -> CommandStatus
    /// Releases the interface and closes the node; `reattach` gives it back to usb-storage.
    func close(reattach: Bool) async
}

package enum StorageError: Error, Equatable, Sendable {
    /// The stick has left the bus: after a switch command that is the good news.
    case gone
    /// It had left before anything was done to it.
    case absent
    /// Another program holds the interface.
    case busy
    case accessDenied
    case timedOut
    /// No mass storage interface with two bulk endpoints.
    case unsuitable
    /// What libusb said.
    case failed(String)
}

/// bCSWStatus, or what stands for it.
package enum CommandStatus: Equatable, Sendable {
    case passed
    case failed
    case phaseError
    /// Not a valid status wrapper.
    case malformed
}

/// 31 bytes that carry one SCSI command (USB MSC BOT 1.0, 5.1).
package struct CommandBlockWrapper: Equatable, Sendable {
    package static let length = 31

    package let bytes: [UInt8]

    /// A wrapper kept as it stands in the catalogue. Nil if it is not 31 bytes that begin with `USBC`.
    package init?(raw bytes: [UInt8]) {
        guard bytes.count == Self.length, bytes.starts(with: Array("USBC".utf8)) else { return nil }
        self.bytes = bytes
    }

    /// A command without a data phase. At most 16 bytes of command block; a longer one is cut.
    package init(tag: UInt32, lun: UInt8, command: [UInt8]) {
        let command = command.prefix(16)
        var bytes = Array("USBC".utf8)
        bytes += withUnsafeBytes(of: tag.littleEndian, Array.init)
        bytes += [0, 0, 0, 0, 0, lun & 0x0f, UInt8(command.count)]
        bytes += command
        bytes += Array(repeating: 0, count: Self.length - bytes.count)
        self.bytes = bytes
    }

    /// dCBWTag, repeated in the status.
    package var tag: UInt32 { word(at: 4) }
    /// dCBWDataTransferLength.
    package var dataLength: UInt32 { word(at: 8) }
    /// bmCBWFlags bit 7: the device sends.
    package var isDataIn: Bool { bytes[12] & 0x80 != 0 }

    private func word(at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}
