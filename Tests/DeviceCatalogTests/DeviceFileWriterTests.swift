import KeyFile
import TestSupport
import Testing

@testable import DeviceCatalog

/// What is written can be read, and says the same.
struct DeviceFileWriterTests {
    private static let shipped = DeviceCatalog.load([Repository.path("data/devices")]).catalog.entries

    private static func read(_ text: String) throws -> [DeviceEntry] {
        try DeviceFile(parsing: Array(text.utf8)).descriptions.map {
            DeviceEntry(
                usbID: $0.usbID, recipe: $0.recipe, portMap: $0.portMap, foreign: $0.foreign, source: $0.source)
        }
    }

    @Test func eachEntryThatIsShippedComesBackAsItWent() throws {
        #expect(Self.shipped.count > 100)
        for entry in Self.shipped {
            #expect(try Self.read(DeviceFileWriter.text(of: [entry])) == [entry], "[\(entry.usbID)]")
        }
    }

    @Test func allOfThemGoIntoOneFileOrTwo() throws {
        for half in [Self.shipped.prefix(Self.shipped.count / 2), Self.shipped.suffix(Self.shipped.count / 2)] {
            #expect(
                try Self.read(DeviceFileWriter.text(of: Array(half), remarks: ["A remark; \n#and more."]))
                    == Array(half))
        }
    }

    @Test func itIsReadableForAPerson() {
        let recipe = SwitchRecipe(
            usbID: Self.id(0x2000), methods: [.eject(message: Self.message)], targets: [Self.id(1), Self.id(0x31)],
            product: "USB Storage")
        let map = PortMap(
            usbID: Self.id(1), model: "MF622", roles: [0: .data, 2: .at], reserved: [4], quirks: [.zeroBytes])
        let text = DeviceFileWriter.text(
            of: [
                DeviceEntry(usbID: Self.id(0x2000), recipe: recipe, source: "seen on ZTE"),
                DeviceEntry(usbID: Self.id(1), portMap: map, source: "seen on ZTE"),
            ], remarks: ["For a person."])
        #expect(
            text == """
                # For a person.

                [19d2:2000]
                mode = storage
                methods = eject
                message = 55534243123456702000000080000c85010101180101010101000000000000
                targets = 0001 0031
                product = USB Storage
                source = seen on ZTE

                [19d2:0001]
                mode = modem
                model = MF622
                port.00 = data
                port.02 = at
                reserved = 04
                quirks = zero-bytes
                source = seen on ZTE

                """)
    }

    @Test(arguments: [
        "", " ", "\0", "a\nmode = other", "a\r\n[19d2:ffff]\nmode = modem", "; no comment", "x ; cut here", "x;y",
        "# no comment",
        "[19d2:0001]", "=", ":", "\u{1b}[31mred", "\u{feff}BOM", "\u{2028}next\u{2029}", "\u{202e}txet", "\u{a0}wide",
        "\u{85}NEL", String(repeating: "x", count: 500), String(repeating: "é", count: 500),
        String(repeating: "# ", count: 300), String(repeating: "; ", count: 300),
        String(repeating: "ab #c ", count: 100),
        String(repeating: "#", count: 300) + "x", "e" + String(repeating: "\u{301}", count: 300), "🛰 世界 Grüße",
        "trailing ", "\ttabs\tin\tit\t",
    ])
    func whateverAStickCallsItselfTheFileIsOne(name: String) throws {
        let map = PortMap(usbID: Self.id(1), model: name, roles: [0: .data])
        let foreign = ForeignStick(usbID: Self.id(2), model: name, kind: .other(reason: name))
        let recipe = SwitchRecipe(
            usbID: Self.id(0x2000), methods: [.driverRelease], targets: [Self.id(1)], product: name)
        let entries = [
            DeviceEntry(usbID: Self.id(0x2000), recipe: recipe, source: name),
            DeviceEntry(usbID: Self.id(1), portMap: map, source: "seen on \(name), zte-modemd 1"),
            DeviceEntry(usbID: Self.id(2), foreign: foreign, source: name),
        ]
        let found = try Self.read(DeviceFileWriter.text(of: entries, remarks: [name]))
        #expect(found.map(\.usbID) == entries.map(\.usbID))
        #expect(found.map(\.modes) == [["storage"], ["modem"], ["other"]])
        #expect(found[1].portMap?.roles == map.roles)
        // What could be written of the name is part of it, so that the stick is still known by it.
        if let product = found[0].recipe?.product { #expect(recipe.isMeant(for: name) && name.contains(product)) }
    }

    @Test func randomNamesToo() throws {
        var random = SeededRandom(seed: 7)
        let scalars: [Unicode.Scalar] = [
            " ", ";", "#", "=", "[", "]", "\n", "\r", "\t", "\u{0}", "a", "é", "\u{301}", "\u{2028}", ":", "\u{7f}",
        ]
        for _ in 0..<3000 {
            var name = ""
            for _ in 0..<Int.random(in: 0...220, using: &random) {
                if let scalar = scalars.randomElement(using: &random) { name.unicodeScalars.append(scalar) }
            }
            let map = PortMap(usbID: Self.id(1), model: name, roles: [0: .data])
            let text = DeviceFileWriter.text(
                of: [DeviceEntry(usbID: Self.id(1), portMap: map, source: "seen on \(name), zte-modemd 1")])
            #expect(try Self.read(text).first?.portMap?.roles == [0: .data], "\(name.debugDescription)")
        }
    }

    @Test func anIDThatIsDrivenByOthersKeepsItsWayToBeSwitched() throws {
        let recipe = SwitchRecipe(usbID: Self.id(7), methods: [.driverRelease], targets: [Self.id(7)])
        let foreign = ForeignStick(usbID: Self.id(7), model: "X", kind: .network(drivers: [.qmi]))
        let entry = DeviceEntry(usbID: Self.id(7), recipe: recipe, foreign: foreign, source: "test")
        let found = try Self.read(DeviceFileWriter.text(of: [entry]))
        #expect(found.first?.recipe == recipe)
    }

    private static let message: [UInt8] = [
        0x55, 0x53, 0x42, 0x43, 0x12, 0x34, 0x56, 0x70, 0x20, 0, 0, 0, 0x80, 0, 0x0c, 0x85, 1, 1, 1, 0x18, 1, 1, 1, 1,
        1,
        0, 0, 0, 0, 0, 0,
    ]

    private static func id(_ product: UInt16) -> USBID { USBID(vendor: 0x19d2, product: product) }
}
