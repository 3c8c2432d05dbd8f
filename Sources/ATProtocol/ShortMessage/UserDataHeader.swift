/// What stands in front of a message's text for the program that shows it (3GPP TS 23.040, 9.2.3.24).
struct UserDataHeader: Equatable {
    var part: MessagePart?
    var ports: ApplicationPorts?
    var locking = NationalLanguage.none
    var single = NationalLanguage.none

    private enum Element {
        static let concatenation: UInt8 = 0x00
        static let ports8: UInt8 = 0x04
        static let ports16: UInt8 = 0x05
        static let wideConcatenation: UInt8 = 0x08
        static let single: UInt8 = 0x24
        static let locking: UInt8 = 0x25
    }

    init(part: MessagePart? = nil, ports: ApplicationPorts? = nil) {
        self.part = part
        self.ports = ports
    }

    /// Elements that are not known are skipped; of equal ones the last counts. If the last does not end where the header
    /// ends, none of them counts (9.2.3.24).
    ///
    /// - Parameter octets: without the length in front.
    init(_ octets: ArraySlice<UInt8>) {
        var reader = OctetReader(octets)
        while !reader.rest.isEmpty {
            guard let identifier = try? reader.octet(), let length = try? reader.octet(),
                let data = try? reader.octets(Int(length))
            else {
                self = UserDataHeader()
                return
            }
            take(identifier, Array(data))
        }
    }

    private mutating func take(_ identifier: UInt8, _ data: [UInt8]) {
        switch (identifier, data.count) {
        case (Element.concatenation, 3):
            part = MessagePart(reference: UInt16(data[0]), count: Int(data[1]), number: Int(data[2])) ?? part
        case (Element.wideConcatenation, 4):
            part =
                MessagePart(reference: wide(data[0], data[1]), isWide: true, count: Int(data[2]), number: Int(data[3]))
                ?? part
        case (Element.ports8, 2): ports = ApplicationPorts(destination: UInt16(data[0]), source: UInt16(data[1]))
        case (Element.ports16, 4):
            ports = ApplicationPorts(destination: wide(data[0], data[1]), source: wide(data[2], data[3]))
        case (Element.single, 1): single = NationalLanguage(identifier: data[0])
        case (Element.locking, 1): locking = NationalLanguage(identifier: data[0])
        default: break
        }
    }

    private func wide(_ high: UInt8, _ low: UInt8) -> UInt16 { UInt16(high) << 8 | UInt16(low) }

    /// With the length in front; empty if there is nothing to say.
    var octets: [UInt8] {
        let elements = portElement + partElement
        return elements.isEmpty ? [] : [UInt8(elements.count)] + elements
    }

    private var portElement: [UInt8] {
        guard let ports else { return [] }
        return [Element.ports16, 4, UInt8(ports.destination >> 8), UInt8(ports.destination & 0xff)]
            + [UInt8(ports.source >> 8), UInt8(ports.source & 0xff)]
    }

    private var partElement: [UInt8] {
        guard let part else { return [] }
        let low = UInt8(part.reference & 0xff)
        let place = [UInt8(part.count), UInt8(part.number)]
        if part.isWide { return [Element.wideConcatenation, 4, UInt8(part.reference >> 8), low] + place }
        return [Element.concatenation, 3, low] + place
    }
}
