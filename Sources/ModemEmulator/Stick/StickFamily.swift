/// The models there are, written down here on their own so that the daemon's catalogue cannot lend them a mistake.
package enum StickFamily: String, CaseIterable, Sendable {
    /// 19d2:2000, then 19d2:0001: AT and data, diagnostics, AT.
    case mf622
    /// 19d2:2000, then 19d2:0031: diagnostics, AT, card reader, AT and data. Firmware with a fifth interface exists; the
    /// kernel keeps its hands off that one.
    case mf626

    struct InterfaceLayout: Equatable, Sendable {
        enum Function: Equatable, Sendable {
            case port(ModemPort.Role)
            case storage
        }

        var number: UInt8
        var function: Function
        var input: UInt8
        var output: UInt8
        var interrupt: UInt8?
    }

    /// As a CD-ROM.
    static let storageLayout = InterfaceLayout(number: 0, function: .storage, input: 0x81, output: 0x01)

    /// As a modem.
    var modemLayout: [InterfaceLayout] {
        switch self {
        case .mf622:
            [
                InterfaceLayout(number: 0, function: .port(.data), input: 0x82, output: 0x02, interrupt: 0x81),
                InterfaceLayout(number: 1, function: .port(.diagnostics), input: 0x83, output: 0x03),
                InterfaceLayout(number: 2, function: .port(.at), input: 0x84, output: 0x04),
            ]
        case .mf626:
            [
                InterfaceLayout(number: 0, function: .port(.diagnostics), input: 0x81, output: 0x01),
                InterfaceLayout(number: 1, function: .port(.at), input: 0x82, output: 0x02),
                InterfaceLayout(number: 2, function: .storage, input: 0x83, output: 0x03),
                InterfaceLayout(number: 3, function: .port(.data), input: 0x84, output: 0x04, interrupt: 0x85),
            ]
        }
    }

    var storageDescription: USBDescription { description(product: 0x2000, [Self.storageLayout]) }

    var modemDescription: USBDescription {
        switch self {
        case .mf622: description(product: 0x0001, modemLayout)
        case .mf626: description(product: 0x0031, modemLayout)
        }
    }

    package func identity(imei: String) -> StickState.Identity {
        switch self {
        case .mf622:
            StickState.Identity(
                manufacturer: "ZTE INCORPORATED", model: "MF622",
                revision: "3UKP671M3V1.0.0B08 3UKP671M3V1.0.0B08 1  [Jan 07 2008 16:00:00]", imei: imei)
        case .mf626:
            StickState.Identity(
                manufacturer: "ZTE CORPORATION", model: "MF626", revision: "MF626V1.0.0B06", imei: imei)
        }
    }

    package var quirks: StickState.Quirks {
        var quirks = StickState.Quirks()
        switch self {
        case .mf622: break
        case .mf626:
            quirks.unquotedLocation = true
            quirks.refusesReset = false
            quirks.silentInformation = false
        }
        return quirks
    }

    private func description(product: UInt16, _ layout: [InterfaceLayout]) -> USBDescription {
        USBDescription(
            vendor: 0x19D2, product: product, release: 0x0000, manufacturer: "ZTE, Incorporated",
            name: "ZTE CDMA Technologies MSM",
            // Every stick of the later kind has the same one, which is why it identifies none.
            serialNumber: self == .mf626 ? "1234567890ABCDEF" : "", interfaces: layout.map(Self.interface))
    }

    private static func interface(_ layout: InterfaceLayout) -> USBDescription.Interface {
        var endpoints: [USBDescription.Endpoint] = []
        if let interrupt = layout.interrupt { endpoints.append(.init(address: interrupt, transfer: .interrupt)) }
        endpoints.append(.init(address: layout.input, transfer: .bulk))
        endpoints.append(.init(address: layout.output, transfer: .bulk))
        return USBDescription.Interface(
            // SCSI over bulk-only, or vendor's own.
            number: layout.number, code: layout.function == .storage ? (0x08, 0x06, 0x50) : (0xFF, 0xFF, 0xFF),
            endpoints: endpoints)
    }
}
