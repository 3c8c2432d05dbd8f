/// The eight bytes that start a control transfer (USB 2.0, 9.3).
struct SetupPacket: Equatable, Sendable {
    var requestType: UInt8
    var request: UInt8
    var value: UInt16
    var index: UInt16
    var length: UInt16

    init(requestType: UInt8, request: UInt8, value: UInt16 = 0, index: UInt16 = 0, length: UInt16 = 0) {
        self.requestType = requestType
        self.request = request
        self.value = value
        self.index = index
        self.length = length
    }

    /// From the wire; missing bytes count as zero.
    init(_ bytes: ArraySlice<UInt8>) {
        self.init(
            requestType: bytes.first ?? 0, request: bytes.dropFirst().first ?? 0,
            value: bytes.littleEndian(UInt16.self, at: 2) ?? 0, index: bytes.littleEndian(UInt16.self, at: 4) ?? 0,
            length: bytes.littleEndian(UInt16.self, at: 6) ?? 0)
    }

    enum Kind: Equatable { case standard, typeClass, vendor, reserved }
    enum Recipient: Equatable { case device, interface, endpoint, other }

    var isIn: Bool { requestType & 0x80 != 0 }

    var kind: Kind {
        switch requestType >> 5 & 3 {
        case 0: .standard
        case 1: .typeClass
        case 2: .vendor
        default: .reserved
        }
    }

    var recipient: Recipient {
        switch requestType & 0x1F {
        case 0: .device
        case 1: .interface
        case 2: .endpoint
        default: .other
        }
    }
}
