/// What the kernel's virtual host controller sends to a device (Linux, `Documentation/usb/usbip_protocol.rst`).
enum USBIPRequest: Equatable, Sendable {
    case submit(USBIPSubmit)
    /// Take back the transfer `victim`; the answer goes out under `sequence`.
    case unlink(sequence: UInt32, victim: UInt32)
}

/// One transfer: a URB of the host.
struct USBIPSubmit: Equatable, Sendable {
    var sequence: UInt32
    /// Address as in the endpoint descriptor: number, and 0x80 for IN. Endpoint 0 is 0x00 or 0x80.
    var endpoint: UInt8
    /// Bytes the host offers (OUT) or has room for (IN).
    var length: Int
    var setup: SetupPacket
    /// OUT data; empty for IN.
    var data: [UInt8]

    var isIn: Bool { endpoint & 0x80 != 0 }
    var isControl: Bool { endpoint & 0x0F == 0 }
}

/// The stream is not what a kernel would send; nothing after this point can be trusted.
enum USBIPError: Error, Equatable, Sendable {
    case unknownCommand(UInt32)
    case badEndpoint(UInt32)
    case tooLong(Int)
    case isochronous
}

enum USBIP {
    static let headerLength = 48
    /// usb-storage asks for 120 KiB at once, xHCI-sized requests reach 1 MiB; beyond that somebody is joking.
    static let longestTransfer = 4 << 20

    /// Linux errno values as the protocol carries them.
    enum Status {
        static let ok: Int32 = 0
        /// -EPIPE: the endpoint stalled.
        static let stall: Int32 = -32
        /// -ECONNRESET: taken back before it was done.
        static let unlinked: Int32 = -104
    }

    private enum Command {
        static let submit: UInt32 = 1
        static let unlink: UInt32 = 2
        static let submitAnswer: UInt32 = 3
        static let unlinkAnswer: UInt32 = 4
    }

    /// Decodes a header of ``headerLength`` bytes; OUT data is still to be filled in.
    static func decode(header bytes: ArraySlice<UInt8>) throws(USBIPError) -> USBIPRequest {
        func word(_ index: Int) -> UInt32 { bytes.bigEndian(UInt32.self, at: index * 4) ?? 0 }
        switch word(0) {
        case Command.submit: return .submit(try decodeSubmit(bytes, word))
        case Command.unlink: return .unlink(sequence: word(1), victim: word(5))
        case let other: throw .unknownCommand(other)
        }
    }

    private static func decodeSubmit(
        _ bytes: ArraySlice<UInt8>, _ word: (Int) -> UInt32
    ) throws(USBIPError) -> USBIPSubmit {
        guard word(4) <= 15 else { throw .badEndpoint(word(4)) }
        let length = Int(Int32(bitPattern: word(6)))
        guard (0...longestTransfer).contains(length) else { throw .tooLong(length) }
        // Packets follow only for isochronous transfers; kernels say 0 or -1 for the others.
        guard word(8) == 0 || word(8) == .max else { throw .isochronous }
        let setup = SetupPacket(bytes.dropFirst(40).prefix(8))
        return USBIPSubmit(
            sequence: word(1), endpoint: UInt8(word(4)) | (word(3) == 1 ? 0x80 : 0), length: length, setup: setup,
            data: [])
    }

    /// Appends the answer to a transfer. `count` is what was taken (OUT) or `data.count` (IN).
    static func appendAnswer(
        to buffer: inout [UInt8], sequence: UInt32, status: Int32, count: Int, data: [UInt8] = []
    ) {
        appendHead(to: &buffer, Command.submitAnswer, sequence)
        buffer.appendBig(status)
        buffer.appendBig(Int32(clamping: count))
        buffer.appendZeros(20)
        buffer.append(contentsOf: data)
    }

    static func appendUnlinkAnswer(to buffer: inout [UInt8], sequence: UInt32, status: Int32) {
        appendHead(to: &buffer, Command.unlinkAnswer, sequence)
        buffer.appendBig(status)
        buffer.appendZeros(24)
    }

    private static func appendHead(to buffer: inout [UInt8], _ command: UInt32, _ sequence: UInt32) {
        buffer.appendBig(command)
        buffer.appendBig(sequence)
        buffer.appendZeros(12)
    }
}
