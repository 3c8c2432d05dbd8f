package import DeviceCatalog

/// Reads what sysfs calls `descriptors`: the device descriptor and behind it every configuration with all that belongs
/// to it, as the stick sent them (USB 2.0, 9.6). Total: whatever the bytes are, the answer is a list.
package enum DescriptorParser {
    /// More than any stick has; a bound for what a hostile one can make us keep.
    package static let interfaceLimit = 32

    private enum Kind {
        static let device: UInt8 = 1
        static let configuration: UInt8 = 2
        static let interface: UInt8 = 4
        static let endpoint: UInt8 = 5
    }

    /// The interfaces of one configuration in their alternate setting 0, by number.
    /// - Parameter configuration: bConfigurationValue of the active one.
    package static func interfaces(in bytes: [UInt8], configuration: UInt8) -> [USBInterface] {
        var rest = bytes[...]
        guard let device = next(&rest), device.kind == Kind.device else { return [] }
        while let head = next(&rest) {
            guard head.kind == Kind.configuration, head.body.count >= 9 else { return [] }
            let total = Int(head[2]) | Int(head[3]) << 8
            // Between the head and wTotalLength; a length that is too small leaves nothing.
            let content = rest.prefix(max(0, total - head.body.count))
            rest = rest.dropFirst(content.count)
            if head[5] == configuration { return interfaces(of: content) }
        }
        return []
    }

    private static func interfaces(of content: ArraySlice<UInt8>) -> [USBInterface] {
        var rest = content
        var found: [UInt8: Draft] = [:]
        var current: UInt8?
        while let descriptor = next(&rest) {
            if descriptor.kind == Kind.interface, descriptor.body.count >= 9 {
                current = nil
                let number = descriptor[2]
                let isFirstSetting = descriptor[3] == 0
                guard isFirstSetting, found[number] == nil, found.count < interfaceLimit else { continue }
                found[number] = Draft(
                    classCode: descriptor[5], subclass: descriptor[6], protocolCode: descriptor[7])
                current = number
            } else if descriptor.kind == Kind.endpoint, descriptor.body.count >= 7, let current {
                found[current]?.add(endpoint: descriptor[2], attributes: descriptor[3])
            }
        }
        return found.sorted { $0.key < $1.key }.map { $0.value.interface(number: $0.key) }
    }

    /// Cuts the next descriptor off. Nil at the end, and where a length is not possible.
    private static func next(_ rest: inout ArraySlice<UInt8>) -> Descriptor? {
        guard let length = rest.first.map(Int.init), length >= 2, length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return Descriptor(body: rest.prefix(length))
    }
}

private struct Descriptor {
    /// At least bLength and bDescriptorType.
    let body: ArraySlice<UInt8>

    var kind: UInt8 { self[1] }

    /// A field by its offset in the standard's tables; 0 behind the end.
    subscript(offset: Int) -> UInt8 { offset < body.count ? body[body.startIndex + offset] : 0 }
}

private struct Draft {
    let classCode: UInt8
    let subclass: UInt8
    let protocolCode: UInt8
    var bulkIn: UInt8?
    var bulkOut: UInt8?

    init(classCode: UInt8, subclass: UInt8, protocolCode: UInt8) {
        self.classCode = classCode
        self.subclass = subclass
        self.protocolCode = protocolCode
    }

    /// Keeps the first bulk endpoint of each direction.
    mutating func add(endpoint: UInt8, attributes: UInt8) {
        let isBulk = attributes & 0x03 == 2
        guard isBulk else { return }
        if endpoint & 0x80 != 0 {
            bulkIn = bulkIn ?? endpoint
        } else {
            bulkOut = bulkOut ?? endpoint
        }
    }

    func interface(number: UInt8) -> USBInterface {
        USBInterface(
            number: number, classCode: classCode, subclass: subclass, protocolCode: protocolCode, bulkIn: bulkIn,
            bulkOut: bulkOut)
    }
}
