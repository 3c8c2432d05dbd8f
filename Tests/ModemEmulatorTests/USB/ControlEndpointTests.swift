import Testing

@testable import ModemEmulator

@Suite struct ControlEndpointTests {
    private var modem = ControlEndpoint(StickFamily.mf622.modemDescription, lastLogicalUnit: 0)
    private var disc = ControlEndpoint(StickFamily.mf622.storageDescription, lastLogicalUnit: 1)

    private static func descriptor(_ type: UInt16, _ index: UInt16 = 0, length: UInt16 = 255) -> SetupPacket {
        SetupPacket(requestType: 0x80, request: 6, value: type << 8 | index, length: length)
    }

    private static func bytes(_ answer: ControlAnswer) -> [UInt8]? {
        if case .data(let bytes) = answer { return bytes }
        return nil
    }

    @Test mutating func theDeviceDescriptorNamesTheStick() throws {
        let bytes = try #require(Self.bytes(modem.handle(Self.descriptor(1), data: []).0))
        #expect(bytes.count == 18)
        #expect(bytes[8..<12] == [0xD2, 0x19, 0x01, 0x00])
        // The MF622 has no serial number.
        #expect(bytes[16] == 0)
    }

    @Test mutating func theCDROMIsAnotherProduct() throws {
        let bytes = try #require(Self.bytes(disc.handle(Self.descriptor(1), data: []).0))
        #expect(bytes[8..<12] == [0xD2, 0x19, 0x00, 0x20])
    }

    @Test mutating func aShortReadOfTheConfigurationTellsItsWholeLength() throws {
        let head = try #require(Self.bytes(modem.handle(Self.descriptor(2, length: 9), data: []).0))
        #expect(head.count == 9)
        let whole = try #require(Self.bytes(modem.handle(Self.descriptor(2), data: []).0))
        #expect(Int(head[2]) | Int(head[3]) << 8 == whole.count)
        #expect(whole[4] == 3)
    }

    @Test(arguments: StickFamily.allCases)
    func everyPortHasBulkEndpointsBothWays(family: StickFamily) throws {
        for interface in family.modemDescription.interfaces where [0x08, 0xFF].contains(interface.code.0) {
            let bulk = interface.endpoints.filter { $0.transfer == .bulk }.map(\.address)
            #expect(bulk.count == 2)
            #expect(bulk.contains { $0 & 0x80 != 0 })
            #expect(bulk.contains { $0 & 0x80 == 0 })
        }
        let addresses = family.modemDescription.interfaces.flatMap { $0.endpoints.map(\.address) }
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func discsAndWhatTheyBecomeDifferInIdOrClass() {
        for family in StickFamily.allCases {
            let (disc, turned) = (family.storageDescription, family.modemDescription)
            #expect(disc.interfaces.allSatisfy { $0.code == (0x08, 0x06, 0x50) })
            #expect(disc.product != turned.product || turned.interfaces[0].code.0 != 0x08)
        }
    }

    @Test func aNetworkCardOfTheStandardHasAnAddressAndTwoSettings() throws {
        let description = StickFamily.mf823.modemDescription
        // As long as the one in a listing of a real one, with its three interfaces.
        let configuration = description.configurationDescriptor
        #expect(configuration.count == 103)
        #expect(configuration[4] == 3)
        #expect(try #require(description.stringDescriptor(4)).count == 2 + 2 * 12)
        var card = ControlEndpoint(description, lastLogicalUnit: 0)
        #expect(card.handle(SetupPacket(requestType: 0x01, request: 11, value: 1, index: 1), data: []).0 == .done)
        let get = SetupPacket(requestType: 0x81, request: 10, index: 1, length: 1)
        #expect(card.handle(get, data: []).0 == .data([1]))
        #expect(card.handle(SetupPacket(requestType: 0x01, request: 11, value: 2, index: 1), data: []).0 == .stall)
        #expect(card.handle(SetupPacket(requestType: 0x21, request: 0x43, value: 14), data: []).0 == .done)
        #expect(modem.description.stringDescriptor(4) == nil)
    }

    @Test func aSlowStickHasSmallPackets() {
        let description = StickFamily.ac2726.modemDescription
        #expect(description.deviceDescriptor[2...3] == [0x10, 0x01])
        // The first interface: its head, the interrupt endpoint, then the bulk endpoint's size.
        #expect(description.configurationDescriptor[18 + 7 + 4] == 64)
    }

    @Test mutating func stringsAreUTF16AndMissingOnesStall() {
        let manufacturer = modem.handle(Self.descriptor(3, 1), data: []).0
        #expect(Self.bytes(manufacturer)?.dropFirst(2).prefix(6) == [0x5A, 0, 0x54, 0, 0x45, 0])
        #expect(modem.handle(Self.descriptor(3, 3), data: []).0 == .stall)
        #expect(modem.handle(Self.descriptor(3, 9), data: []).0 == .stall)
    }

    @Test(arguments: [
        descriptor(6), descriptor(15), SetupPacket(requestType: 0xC0, request: 1),
        SetupPacket(requestType: 0x00, request: 9, value: 2), SetupPacket(requestType: 0x01, request: 11, index: 7),
        SetupPacket(requestType: 0x21, request: 0x22, value: 1, index: 9),
        SetupPacket(requestType: 0xA1, request: 0xFE, index: 0, length: 1),
    ])
    mutating func whatTheModemDoesNotHaveStalls(setup: SetupPacket) {
        let (answer, event) = modem.handle(setup, data: [])
        #expect(answer == .stall)
        #expect(event == nil)
    }

    @Test mutating func theConfigurationIsRemembered() {
        #expect(modem.handle(SetupPacket(requestType: 0, request: 9, value: 1), data: []).1 == .configured(true))
        #expect(modem.handle(SetupPacket(requestType: 0x80, request: 8, length: 1), data: []).0 == .data([1]))
    }

    @Test(arguments: [(UInt16(3), true, true), (1, true, false), (0, false, false)])
    mutating func lineStateIsPassedOn(value: UInt16, ready: Bool, toSend: Bool) {
        let setup = SetupPacket(requestType: 0x21, request: 0x22, value: value, index: 2)
        let (answer, event) = modem.handle(setup, data: [])
        #expect(answer == .done)
        #expect(event == .lineState(interface: 2, dataTerminalReady: ready, requestToSend: toSend))
    }

    @Test mutating func theCDROMHasTwoUnitsAndCanBeReset() {
        let units = SetupPacket(requestType: 0xA1, request: 0xFE, length: 1)
        #expect(disc.handle(units, data: []).0 == .data([1]))
        let reset = SetupPacket(requestType: 0x21, request: 0xFF)
        #expect(disc.handle(reset, data: []).1 == .storageReset(interface: 0))
    }

    @Test mutating func aHaltIsReportedAndCleared() {
        disc.halted = [0x81]
        let status = SetupPacket(requestType: 0x82, request: 0, index: 0x81, length: 2)
        #expect(disc.handle(status, data: []).0 == .data([1, 0]))
        let clear = SetupPacket(requestType: 0x02, request: 1, value: 0, index: 0x81)
        #expect(disc.handle(clear, data: []).1 == .haltCleared(endpoint: 0x81))
        #expect(disc.handle(status, data: []).0 == .data([0, 0]))
    }
}
