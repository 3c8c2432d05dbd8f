import DeviceCatalog
import Testing
import UdevMonitor

/// Descriptors are what the stick sent: read by the standard, and never trusted.
@Suite struct DescriptorParserTests {
    @Test func aCDROM() {
        let expected = USBInterface(
            number: 0, classCode: 8, subclass: 6, protocolCode: 0x50, bulkIn: 0x81, bulkOut: 0x01)
        #expect(DescriptorParser.interfaces(in: Sticks.storage, configuration: 1) == [expected])
    }

    @Test func aModemWithAnInterruptEndpoint() {
        #expect(
            DescriptorParser.interfaces(in: Sticks.modem, configuration: 1) == [
                Sticks.serial(0, bulkIn: 0x82, bulkOut: 0x02), Sticks.serial(1, bulkIn: 0x84, bulkOut: 0x04),
                Sticks.serial(2, bulkIn: 0x86, bulkOut: 0x06),
            ])
    }

    @Test func onlyTheActiveConfigurationCounts() {
        let bytes =
            Sticks.device(configurations: 2)
            + Sticks.configuration(1, [Sticks.interface(0, (8, 6, 0x50))])
            + Sticks.configuration(3, [Sticks.interface(5, (0xff, 0xff, 0xff)), Sticks.endpoint(0x81)])
        #expect(DescriptorParser.interfaces(in: bytes, configuration: 1).map(\.number) == [0])
        #expect(DescriptorParser.interfaces(in: bytes, configuration: 3).map(\.number) == [5])
        #expect(DescriptorParser.interfaces(in: bytes, configuration: 2).isEmpty)
    }

    @Test func alternateSettingsAndUnknownDescriptorsAreSkipped() {
        let bytes =
            Sticks.device()
            + Sticks.configuration(
                1,
                [
                    [8, 0x0b, 0, 2, 2, 2, 1, 0],
                    Sticks.interface(1, (2, 2, 1)), [5, 0x24, 0, 0x10, 1], Sticks.endpoint(0x83, attributes: 3),
                    Sticks.interface(1, setting: 1, (2, 2, 2)), Sticks.endpoint(0x84),
                    Sticks.interface(0, (0xff, 1, 2)), Sticks.endpoint(0x01), Sticks.endpoint(0x85),
                    Sticks.endpoint(0x86),
                ])
        #expect(
            DescriptorParser.interfaces(in: bytes, configuration: 1) == [
                USBInterface(number: 0, classCode: 0xff, subclass: 1, protocolCode: 2, bulkIn: 0x85, bulkOut: 0x01),
                USBInterface(number: 1, classCode: 2, subclass: 2, protocolCode: 1),
            ])
    }

    @Test func aSecondInterfaceOfTheSameNumberDoesNotReplaceTheFirst() {
        let bytes =
            Sticks.device()
            + Sticks.configuration(
                1, [Sticks.interface(0, (8, 6, 0x50)), Sticks.interface(0, (3, 0, 0)), Sticks.endpoint(0x81)])
        #expect(
            DescriptorParser.interfaces(in: bytes, configuration: 1) == [
                USBInterface(number: 0, classCode: 8, subclass: 6, protocolCode: 0x50)
            ])
    }

    @Test func theNumberOfInterfacesIsBounded() {
        let many = (0..<200).map { Sticks.interface(UInt8($0), (0xff, 0xff, 0xff)) }
        let bytes = Sticks.device() + Sticks.configuration(1, many)
        #expect(DescriptorParser.interfaces(in: bytes, configuration: 1).count == DescriptorParser.interfaceLimit)
    }

    @Test(
        arguments: [
            [], [0], [18], Array(repeating: 0, count: 64), Array(repeating: 0xff, count: 64), Sticks.device(),
            Sticks.device() + [9, 2, 0, 0, 1, 1, 0, 0x80, 250], Sticks.device() + [4, 2, 9, 0],
            Sticks.device() + [9, 2, 0xff, 0xff, 1, 1, 0, 0x80, 250, 0, 4], Array(Sticks.storage.dropFirst(18)),
        ] as [[UInt8]])
    func nonsenseIsNoInterface(bytes: [UInt8]) {
        #expect(DescriptorParser.interfaces(in: bytes, configuration: 1).isEmpty)
    }

    /// Cut anywhere or changed anywhere: an answer, and never one that goes beyond what the whole says.
    @Test func everyCutAndEveryChangedByteIsSurvived() {
        for length in 0...Sticks.modem.count {
            #expect(DescriptorParser.interfaces(in: Array(Sticks.modem.prefix(length)), configuration: 1).count <= 3)
        }
        for index in Sticks.modem.indices {
            for value in [0, 1, 2, 0x7f, 0xff] as [UInt8] {
                var changed = Sticks.modem
                changed[index] = value
                #expect(DescriptorParser.interfaces(in: changed, configuration: 1).count <= 3)
            }
        }
    }
}
