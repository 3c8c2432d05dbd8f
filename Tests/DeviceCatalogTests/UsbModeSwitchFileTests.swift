import KeyFile
import TestSupport
import Testing

@testable import DeviceCatalog

/// Files of usb_modeswitch do here what they do there, or say why not.
@Suite struct UsbModeSwitchFileTests {
    private static let message = "55534243123456702000000080000c85010101180101010101000000000000"
    private static let catalog = DeviceCatalog.load([Repository.path("data/devices")]).catalog

    private func recipe(_ name: String, _ text: String) throws -> SwitchRecipe {
        let file = try DeviceFile(parsing: Array(text.utf8), name: name)
        try #require(file.descriptions.count == 1)
        #expect(file.descriptions[0].isRecipeAlone)
        return try #require(file.descriptions[0].recipe)
    }

    @Test func aFileOfTheDatabase() throws {
        let recipe = try recipe(
            "19d2:2000",
            """
            # Any comment
            TargetVendor= 0x19d2
            TargetProductList="0001,0002,0015"
            StandardEject=1
            MessageContent="\(Self.message)"
            """)
        #expect(recipe.usbID == USBID(vendor: 0x19d2, product: 0x2000))
        #expect(recipe.targets.map(\.product) == [1, 2, 0x15])
        #expect(recipe.methods == [.eject(message: CommandMessage.bytes(Self.message))])
        #expect(recipe.product == nil)
    }

    @Test(arguments: [
        ("StandardEject=1", SwitchMethod.eject(message: nil)), ("DetachStorageOnly=1", .driverRelease),
        ("DetachStorageOnly=0\nStandardEject=1\nInterface=0x00\nNeedResponse=0", .eject(message: nil)),
        ("standardeject = \"1\"\nCheckSuccess=20", .eject(message: nil)),
    ])
    func theMethod(keys: String, method: SwitchMethod) throws {
        #expect(try recipe("19d2:0120", keys + "\nTargetProduct=0x0079").methods == [method])
    }

    @Test func aStickThatKeepsItsNumber() throws {
        let recipe = try recipe("19d2:0033", "TargetClass=0xff\nStandardEject=1\n")
        #expect(recipe.targets == [recipe.usbID])
    }

    @Test func theConditionOnTheName() throws {
        let text = "TargetProduct=0124\nStandardEject=1\n"
        #expect(try recipe("19d2:0083:uPr=WCDMA", text).product == "WCDMA")
        #expect(try recipe("19d2:0083:uPr=ZTE_Modem", text).product == "ZTE Modem")
    }

    @Test func aFileOfAnyNameThatNamesTheStick() throws {
        let text = "DefaultVendor=0x19d2\nDefaultProduct=0x2000\nTargetProduct=0x0001\nMessageContent=\(Self.message)\n"
        let recipe = try recipe("mine.conf", text)
        #expect(recipe.usbID.product == 0x2000)
        #expect(recipe.methods == [.message(try #require(CommandMessage.bytes(Self.message)))])
    }

    private static let good = "TargetProduct=0x0001\n"

    @Test(
        arguments: [
            ("19d2:2000", "", nil, "says no way to switch"),
            ("19d2:2000", good, nil, "says no way to switch"),
            ("19d2:2000", good + "StandardEject=0\n", nil, "says no way to switch"),
            ("19d2:2000", "StandardEject=1\n", nil, "says no target"),
            ("19d2:2000", "StandardEject=maybe\n" + good, 1, "StandardEject is 1 or 0, not \"maybe\""),
            ("19d2:2000", good + "StandardEject=1\nMessageContent2=\(message)\n", 3, "the service sends one message"),
            ("19d2:2000", good + "HuaweiMode=1\n", 2, "a way to switch that no ZTE stick"),
            ("19d2:2000", good + "Configuration=2\n", 2, "not to be done here"),
            ("19d2:2000", good + good, 2, "is there already, in line 1"),
            ("19d2:2000", "TargetProduct=0x1\nMessageContent=\"1234\"\n", 2, "MessageContent is 62 hexadecimal digits"),
            ("19d2:2000", "TargetProduct=modem\nStandardEject=1\n", 1, "a number such as 0x19d2, not \"modem\""),
            ("19d2:2000", "TargetProduct=0x12345\nStandardEject=1\n", 1, "a number such as"),
            ("19d2:2000", "TargetProductList=\"1,2\"\nStandardEject=1\n", 1, "target \"1\""),
            ("19d2:2000", "TargetProductList=\"\"\nStandardEject=1\n", 1, "between 1 and 64 targets"),
            ("19d2:2000", "TargetVendor=0x1234\n" + good + "StandardEject=1\n", 1, "another maker"),
            ("19d2:2000", "DefaultProduct=0x2001\n" + good + "StandardEject=1\n", 1, "not that of 19d2:2000"),
            ("12d1:1446", good + "StandardEject=1\n", nil, "another maker: only ZTE"),
            ("19d2:2000:sVe=ZTE", good + "StandardEject=1\n", nil, "the condition \"sVe=ZTE\""),
            ("19d2:2000:uPr=", good + "StandardEject=1\n", nil, "the condition"),
            ("19d2:2000:uPr=A:uMa=B", good + "StandardEject=1\n", nil, "the condition"),
            ("mine.conf", "TargetVendor=0x19d2\n" + good + "StandardEject=1\n", nil, "names no stick"),
            ("mine.conf", "DefaultVendor=0x1234\nDefaultProduct=1\n" + good, 1, "another maker"),
            ("19d2:2000", good + "[19d2:2000]\nmode = storage\n", 2, "a section in a file"),
        ] as [(String, String, Int?, String)])
    func whatCannotBeDoneIsRefused(name: String, text: String, line: Int?, part: String) {
        do throws(KeyFileFault) {
            _ = try DeviceFile(parsing: Array(text.utf8), name: name)
            Issue.record("read")
        } catch {
            #expect(error.line == line)
            #expect(error.text.contains(part), "\(error.text)")
        }
    }

    /// Whatever the shipped data say, the other form can say too.
    @Test(arguments: Array(catalog.recipes.values))
    func bothFormsMeanTheSame(shipped: SwitchRecipe) throws {
        var name = shipped.usbID.description
        if let product = shipped.product { name += ":uPr=" + product }
        var text = "TargetVendor=0x19d2\n"
        text +=
            shipped.targets.enumerated().map { index, target in
                (index == 0 ? "TargetProductList=\"" : ",") + target.description.dropFirst(5)
            }.joined() + "\"\n"
        switch shipped.methods[0] {
        case .eject(let message):
            text += "StandardEject=1\n" + (message.map { "MessageContent=\"\(Self.hex($0))\"\n" } ?? "")
        case .message(let message): text += "MessageContent=\"\(Self.hex(message))\"\n"
        case .driverRelease: text += "DetachStorageOnly=1\n"
        }
        let recipe = try recipe(name, text)
        #expect(recipe.usbID == shipped.usbID)
        #expect(recipe.targets == shipped.targets)
        #expect(recipe.methods == [shipped.methods[0]])
        #expect(recipe.product == shipped.product)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The administrator's own comes after what is shipped, and says nothing of the ports.
    @Test func ownFilesWinAndLeaveThePorts() throws {
        let own = try TemporaryFolder()
        try own.write("19d2:0003", "TargetClass=0xff\nDetachStorageOnly=1\n")
        let broken = try own.write("19d2:2000", "SonyMode=1\n")
        let (catalog, problems) = DeviceCatalog.load([Repository.path("data/devices"), own.path])
        let usbID = try #require(USBID("19d2:0003"))
        #expect(catalog.recipes[usbID]?.methods == [.driverRelease])
        #expect(catalog.portMaps[usbID] == Self.catalog.portMaps[usbID])
        #expect(
            problems.map(\.description) == [
                "\(broken):1: \"SonyMode\": a way to switch that no ZTE stick is known to need"
            ])
        #expect(catalog.recipes.count == Self.catalog.recipes.count)
    }

    @Test func noTextIsTooOdd() {
        let bytes = Array(
            "TargetVendor=0x19d2\nTargetProductList=\"0001\"\nStandardEject=1\nMessageContent=\"\(Self.message)\"\n"
                .utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x5b
            _ = try? DeviceFile(parsing: changed, name: "19d2:2000")
            _ = try? DeviceFile(parsing: Array(bytes.prefix(index)), name: "19d2:2000")
        }
    }
}
