import TestSupport
import Testing

@testable import DeviceCatalog

/// What is done with a device, by its id and by what its interfaces look like.
@Suite struct LookupTests {
    private static let storage = USBInterface(
        number: 0, classCode: 0x08, subclass: 0x06, protocolCode: 0x50, bulkIn: 0x81, bulkOut: 0x01)
    private static func serial(_ number: UInt8) -> USBInterface {
        USBInterface(
            number: number, classCode: 0xff, subclass: 0xff, protocolCode: 0xff, bulkIn: 0x81 + number,
            bulkOut: 0x01 + number)
    }
    private static let card = USBInterface(
        number: 3, classCode: 0x08, subclass: 0x06, protocolCode: 0x50, bulkIn: 0x84, bulkOut: 0x04)
    private static let keyboard = USBInterface(number: 0, classCode: 0x03, subclass: 1, protocolCode: 1)

    private func catalog(_ text: String) throws -> DeviceCatalog {
        let folder = try TemporaryFolder()
        try folder.write("a.conf", text)
        let (catalog, problems) = DeviceCatalog.load([folder.path])
        try #require(problems.isEmpty, "\(problems)")
        return catalog
    }

    private var shipped: DeviceCatalog { DeviceCatalog.load([Repository.path("data/devices")]).catalog }

    @Test func aCDROMIsSwitched() throws {
        let decision = shipped.lookup(try #require(USBID("19d2:2000")), [Self.storage])
        guard case .switch(let recipe) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(recipe.methods.map(\.name) == ["eject", "driver-release"])
        #expect(recipe.targets.count == 27)
        #expect(recipe.targets.contains(USBID(vendor: 0x19d2, product: 0x0001)))
    }

    @Test(arguments: [
        ("19d2:0001", "MF622", [0: PortRole.data, 1: .diagnostics, 2: .at] as [UInt8: PortRole]),
        ("19d2:0031", "MF626", [3: .data, 1: .at]),
    ])
    func aModemHasItsPorts(id: String, model: String, roles: [UInt8: PortRole]) throws {
        let usbID = try #require(USBID(id))
        let interfaces = (0..<4).map(Self.serial)
        guard case .modem(let map) = shipped.lookup(usbID, interfaces) else {
            Issue.record("no modem")
            return
        }
        #expect(map.roles == roles)
        #expect(map.model.contains(model))
        #expect(map.quirks == shipped.commonQuirks)
    }

    @Test(arguments: [
        ("19d2:2000", [LookupTests.keyboard], IgnoreReason.unexpectedInterfaces),
        ("19d2:2000", [LookupTests.storage, LookupTests.keyboard], .unexpectedInterfaces),
        ("19d2:2000", [LookupTests.serial(0)], .unexpectedInterfaces),
        ("19d2:0001", [LookupTests.storage], .unexpectedInterfaces),
        ("19d2:0001", [LookupTests.serial(7)], .unexpectedInterfaces),
        ("19d2:0001", [], .noInterfaces),
        ("19d2:2000", [], .noInterfaces),
        ("19d2:0013", [LookupTests.serial(0)], .unknownID),
        ("19d2:0083", [LookupTests.storage], .otherProduct),
        ("19d2:1405", [LookupTests.storage], .unexpectedInterfaces),
        ("19d2:1405", [], .noInterfaces),
        ("1234:2000", [LookupTests.storage], .unknownID),
    ])
    func everythingElseIsLeftAlone(id: String, interfaces: [USBInterface], reason: IgnoreReason) throws {
        #expect(shipped.lookup(try #require(USBID(id)), interfaces) == .ignore(reason))
    }

    /// Without bulk endpoints, or with another transport, no SCSI command is sent.
    @Test(arguments: [
        USBInterface(number: 0, classCode: 8, subclass: 6, protocolCode: 0x50),
        USBInterface(number: 0, classCode: 8, subclass: 6, protocolCode: 0x62, bulkIn: 0x81, bulkOut: 1),
        USBInterface(number: 0, classCode: 8, subclass: 4, protocolCode: 0x50, bulkIn: 0x81, bulkOut: 1),
    ])
    func oddStorageIsLeftAlone(interface: USBInterface) throws {
        let usbID = try #require(USBID("19d2:2000"))
        #expect(shipped.lookup(usbID, [interface]) == .ignore(.unexpectedInterfaces))
    }

    @Test func anIDThatStaysTheSameIsToldByItsInterfaces() throws {
        let catalog = try catalog(
            """
            [19d2:0033]
            mode = storage modem
            model = MF636DB
            methods = eject
            targets = 0033
            port.04 = data
            source = test
            """)
        let usbID = try #require(USBID("19d2:0033"))
        let recipe = try #require(catalog.recipes[usbID])
        let portMap = try #require(catalog.portMaps[usbID])
        #expect(catalog.lookup(usbID, [Self.storage]) == .switch(recipe))
        #expect(catalog.lookup(usbID, [Self.serial(4)]) == .modem(portMap))
        #expect(catalog.lookup(usbID, [Self.serial(0), Self.card, Self.serial(4)]) == .modem(portMap))
    }

    /// A number of several sticks: the name tells.
    @Test(arguments: [
        ("ZTE WCDMA Technologies MSM", true), ("WCDMA", true), ("ZTE CDMA", false), ("WCDM", false), ("", false),
    ])
    func theNameDecides(name: String, isMeant: Bool) throws {
        let usbID = try #require(USBID("19d2:0083"))
        let recipe = try #require(shipped.recipes[usbID])
        let decision = shipped.lookup(usbID, [Self.storage], product: name)
        #expect(decision == (isMeant ? .switch(recipe) : .ignore(.otherProduct)))
    }

    @Test func whatOthersDriveIsKnown() throws {
        let ethernet = USBInterface(number: 0, classCode: 0x02, subclass: 0x06, protocolCode: 0)
        let usbID = try #require(USBID("19d2:1405"))
        let stick = try #require(shipped.foreignSticks[usbID])
        #expect(stick.kind == .network(drivers: [.cdcEther]))
        #expect(shipped.lookup(usbID, [ethernet, Self.card]) == .foreign(stick))
    }

    @Test func targetsAreKnown() throws {
        #expect(shipped.isTarget(try #require(USBID("19d2:2003"))))
        #expect(!shipped.isTarget(try #require(USBID("19d2:2000"))))
        #expect(!shipped.isTarget(try #require(USBID("0001:2003"))))
    }
}
