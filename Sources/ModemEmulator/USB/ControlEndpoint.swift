/// Endpoint 0: decides what each control request gets, and what it means to the rest of the device.
///
/// SET_ADDRESS never arrives: the virtual host controller answers it itself.
struct ControlEndpoint {
    enum Event: Equatable, Sendable {
        case configured(Bool)
        /// SET_CONTROL_LINE_STATE (CDC PSTN 1.2, 6.3.12), which `option` sends when a tty opens and closes.
        case lineState(interface: UInt8, dataTerminalReady: Bool, requestToSend: Bool)
        /// CLEAR_FEATURE(ENDPOINT_HALT).
        case haltCleared(endpoint: UInt8)
        /// Bulk-Only Mass Storage Reset.
        case storageReset(interface: UInt8)
        /// The port was reset. No request says so: a host that has configured a device and asks for the beginning of its
        /// descriptor again has done it (Linux asks for 64 or 8 bytes then, and never otherwise).
        case portReset
    }

    let description: USBDescription
    /// Logical units of a mass-storage interface, less one; nil where there is none.
    let lastLogicalUnit: UInt8?
    /// Endpoints that are halted, as GET_STATUS reports them. The device keeps this up to date.
    var halted: Set<UInt8> = []
    private var configuration: UInt8 = 0
    /// The setting of each interface that is not the first.
    private var settings: [UInt16: UInt16] = [:]

    init(_ description: USBDescription, lastLogicalUnit: UInt8?) {
        self.description = description
        self.lastLogicalUnit = lastLogicalUnit
    }

    mutating func handle(_ setup: SetupPacket, data: [UInt8]) -> (ControlAnswer, Event?) {
        switch setup.kind {
        case .standard: standard(setup)
        case .typeClass: typeClass(setup)
        case .vendor, .reserved: (.stall, nil)
        }
    }

    // MARK: Standard requests (USB 2.0, 9.4)

    private enum Standard {
        static let getStatus: UInt8 = 0
        static let clearFeature: UInt8 = 1
        static let setFeature: UInt8 = 3
        static let getDescriptor: UInt8 = 6
        static let getConfiguration: UInt8 = 8
        static let setConfiguration: UInt8 = 9
        static let getInterface: UInt8 = 10
        static let setInterface: UInt8 = 11
    }

    private mutating func standard(_ setup: SetupPacket) -> (ControlAnswer, Event?) {
        switch setup.request {
        case Standard.getDescriptor: (descriptor(setup), portReset(setup))
        case Standard.getStatus: (status(setup), nil)
        case Standard.getConfiguration: (.data([configuration]), nil)
        case Standard.setConfiguration: setConfiguration(setup.value)
        case Standard.getInterface where hasInterface(setup.index):
            (.data([UInt8(truncatingIfNeeded: settings[setup.index] ?? 0)]), nil)
        case Standard.setInterface: setInterface(setup)
        case Standard.clearFeature: clearFeature(setup)
        // Remote wake-up; nothing sleeps here.
        case Standard.setFeature where setup.recipient == .device: (.done, nil)
        default: (.stall, nil)
        }
    }

    private func descriptor(_ setup: SetupPacket) -> ControlAnswer {
        let descriptor: [UInt8]?
        switch UInt8(truncatingIfNeeded: setup.value >> 8) {
        case USBDescription.DescriptorType.device: descriptor = description.deviceDescriptor
        case USBDescription.DescriptorType.configuration: descriptor = description.configurationDescriptor
        case USBDescription.DescriptorType.string:
            descriptor = description.stringDescriptor(UInt8(truncatingIfNeeded: setup.value))
        // A device qualifier would promise another speed.
        default: descriptor = nil
        }
        guard let descriptor else { return .stall }
        return .data(Array(descriptor.prefix(Int(setup.length))))
    }

    private mutating func portReset(_ setup: SetupPacket) -> Event? {
        let isDevice = setup.value == UInt16(USBDescription.DescriptorType.device) << 8
        guard isDevice, [8, 64].contains(setup.length), configuration != 0 else { return nil }
        configuration = 0
        return .portReset
    }

    private func status(_ setup: SetupPacket) -> ControlAnswer {
        guard setup.recipient == .endpoint else { return .data([0, 0]) }
        return .data([halted.contains(UInt8(truncatingIfNeeded: setup.index)) ? 1 : 0, 0])
    }

    private mutating func setConfiguration(_ value: UInt16) -> (ControlAnswer, Event?) {
        guard value <= 1 else { return (.stall, nil) }
        configuration = UInt8(truncatingIfNeeded: value)
        settings = [:]
        return (.done, .configured(value == 1))
    }

    private mutating func setInterface(_ setup: SetupPacket) -> (ControlAnswer, Event?) {
        let exists = description.interfaces.contains {
            (UInt16($0.number), UInt16($0.alternate)) == (setup.index, setup.value)
        }
        guard exists else { return (.stall, nil) }
        settings[setup.index] = setup.value
        return (.done, nil)
    }

    private mutating func clearFeature(_ setup: SetupPacket) -> (ControlAnswer, Event?) {
        guard setup.recipient == .endpoint, setup.value == 0 else { return (.done, nil) }
        let endpoint = UInt8(truncatingIfNeeded: setup.index)
        halted.remove(endpoint)
        return (.done, .haltCleared(endpoint: endpoint))
    }

    private func hasInterface(_ index: UInt16) -> Bool {
        description.interfaces.contains { UInt16($0.number) == index }
    }

    // MARK: Class requests

    private enum Class {
        static let setLineCoding: UInt8 = 0x20
        static let getLineCoding: UInt8 = 0x21
        static let setControlLineState: UInt8 = 0x22
        static let setPacketFilter: UInt8 = 0x43
        static let storageMaxUnit: UInt8 = 0xFE
        static let storageReset: UInt8 = 0xFF
    }

    private func typeClass(_ setup: SetupPacket) -> (ControlAnswer, Event?) {
        guard setup.recipient == .interface, hasInterface(setup.index) else { return (.stall, nil) }
        let interface = UInt8(truncatingIfNeeded: setup.index)
        switch setup.request {
        case Class.setControlLineState where !isStorage(interface):
            let ready = setup.value & 1 != 0
            let toSend = setup.value & 2 != 0
            return (.done, .lineState(interface: interface, dataTerminalReady: ready, requestToSend: toSend))
        case Class.setLineCoding where !isStorage(interface):
            return (.done, nil)
        case Class.getLineCoding where !isStorage(interface):
            // 115200 8N1; the speed means nothing on this side.
            return (.data([0x00, 0xC2, 0x01, 0x00, 0, 0, 8]), nil)
        // What a network card lets through (ECM 1.2, 6.2.4); this one lets nothing through.
        case Class.setPacketFilter where !isStorage(interface): return (.done, nil)
        case Class.storageMaxUnit where isStorage(interface):
            guard let lastLogicalUnit else { return (.stall, nil) }
            return (.data([lastLogicalUnit]), nil)
        case Class.storageReset where isStorage(interface):
            return (.done, .storageReset(interface: interface))
        default:
            return (.stall, nil)
        }
    }

    private func isStorage(_ number: UInt8) -> Bool {
        description.interfaces.contains { $0.number == number && $0.code.0 == 0x08 }
    }
}
