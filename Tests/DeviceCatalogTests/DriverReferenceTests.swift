import KeyFile
import TestSupport
import Testing

@testable import DeviceCatalog

/// An id that the kernel's driver does not know is treated like one that it does, and no interface is taken from a network card.
@Suite struct DriverReferenceTests {
    private static func section(_ product: String, _ more: String) -> String {
        "[19d2:\(product)]\nmode = modem\nmodel = X\nport.00 = data\nsource = test\n\(more)\n\n"
    }

    private func load(_ text: String) throws -> (catalog: DeviceCatalog, problems: [String]) {
        let folder = try TemporaryFolder()
        try folder.write("a.conf", text)
        let (catalog, problems) = DeviceCatalog.load([folder.path])
        return (catalog, problems.map(\.description))
    }

    private let stick = USBID(vendor: 0x19d2, product: 0x0007)

    @Test func aReferenceWithTheSameReservedInterfacesIsTaken() throws {
        let (catalog, problems) = try load(
            Self.section("0007", "reserved = 04\ndriver-like = 0031") + Self.section("0031", "reserved = 04"))
        #expect(problems.isEmpty)
        #expect(catalog.portMaps[stick]?.driverLike == USBID(vendor: 0x19d2, product: 0x0031))
    }

    @Test(arguments: [
        section("0007", "driver-like = 0031") + section("0031", "reserved = 04"),
        section("0007", "reserved = 04\ndriver-like = 0031") + section("0031", ""),
        section("0007", "driver-like = 0031"),
        section("0007", "driver-like = 0031") + section("0031", "driver-like = 0032") + section("0032", ""),
    ])
    func anotherOneIsLeftOutAndNamed(text: String) throws {
        let (catalog, problems) = try load(text)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("driver-like") == true)
        #expect(catalog.portMaps[stick]?.driverLike == nil)
        #expect(catalog.portMaps[stick] != nil, "the rest of the entry holds")
    }

    @Test(arguments: ["7", "0007", "zzzz", ""]) func whatIsNoOtherIdIsAMistake(value: String) throws {
        let (catalog, problems) = try load(Self.section("0007", "driver-like = \(value)"))
        #expect(problems.count == 1)
        #expect(catalog.portMaps.isEmpty)
    }

    /// Those with port hints that `option` of Linux 6.1 lacks.
    @Test func theShippedDataHasReferences() {
        let (catalog, problems) = DeviceCatalog.load([Repository.path("data/devices")])
        #expect(problems.isEmpty)
        let references = catalog.portMaps.values.filter { $0.driverLike != nil }.map(\.usbID.product)
        #expect(references.sorted() == [0x0007, 0x1007, 0x1515])
    }
}
