/// What an interface descriptor says (USB 2.0, 9.6.5).
package struct USBInterface: Hashable, Sendable {
    /// bInterfaceNumber.
    package let number: UInt8
    /// bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol.
    package let classCode: UInt8
    package let subclass: UInt8
    package let protocolCode: UInt8
    /// Endpoint addresses; bit 7 set = IN.
    package let bulkIn: UInt8?
    package let bulkOut: UInt8?

    package static let massStorage: UInt8 = 0x08
    package static let vendorSpecific: UInt8 = 0xff

    package var isMassStorage: Bool { classCode == Self.massStorage }

    package init(
        number: UInt8, classCode: UInt8, subclass: UInt8, protocolCode: UInt8, bulkIn: UInt8? = nil,
        bulkOut: UInt8? = nil
    ) {
        self.number = number
        self.classCode = classCode
        self.subclass = subclass
        self.protocolCode = protocolCode
        self.bulkIn = bulkIn
        self.bulkOut = bulkOut
    }
}

extension USBInterface {
    /// Mass storage that takes SCSI commands over bulk-only transport (USB MSC overview 1.4: subclass 06 SCSI or 02
    /// MMC-5, protocol 50).
    package var isBulkOnlySCSI: Bool {
        isMassStorage && [0x02, 0x06].contains(subclass) && protocolCode == 0x50 && hasBulkPair
    }

    /// A vendor's own interface with a bulk pair: what the `option` driver turns into a tty.
    package var isSerial: Bool { classCode == Self.vendorSpecific && hasBulkPair }

    package var hasBulkPair: Bool { bulkIn != nil && bulkOut != nil }
}
