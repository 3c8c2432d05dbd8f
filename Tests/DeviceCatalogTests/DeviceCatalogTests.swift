import Glibc
import KeyFile
import TestSupport
import Testing

@testable import DeviceCatalog

/// Folders of device files: later ones win, broken ones are named and cost only themselves.
@Suite struct DeviceCatalogTests {
    private func modem(_ id: String, _ model: String) -> String {
        "[19d2:\(id)]\nmode = modem\nmodel = \(model)\nport.00 = data\nsource = test\n"
    }

    @Test func aLaterFolderWinsPerID() throws {
        let (shipped, own) = (try TemporaryFolder(), try TemporaryFolder())
        try shipped.write("a.conf", modem("0001", "MF622") + modem("0031", "MF626"))
        try own.write("b.conf", modem("0001", "mine"))
        let (catalog, problems) = DeviceCatalog.load([shipped.path, own.path])
        #expect(problems.isEmpty)
        #expect(catalog.portMaps.values.map(\.model).sorted() == ["MF626", "mine"])
    }

    @Test func aBrokenFileIsNamedAndTheRestLoads() throws {
        let (shipped, own) = (try TemporaryFolder(), try TemporaryFolder())
        try shipped.write("a.conf", modem("0001", "MF622"))
        let broken = try own.write("a.conf", modem("0001", "mine") + "colour = red\n")
        let large = try own.write("b.conf", bytes: Array(repeating: UInt8(ascii: "x"), count: 1 << 20))
        try own.write("c.conf", modem("0031", "MF626"))
        try own.write("notes.txt", "not a device file")
        let (catalog, problems) = DeviceCatalog.load([shipped.path, own.path])
        #expect(catalog.portMaps.values.map(\.model).sorted() == ["MF622", "MF626"])
        #expect(
            problems.map(\.description) == [
                "\(broken):6: unknown key \"colour\"", "\(large):1: the line is longer than 196 bytes",
            ])
    }

    @Test func twoFilesOfOneFolderMustNotDisagree() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("a.conf", modem("0001", "MF622"))
        let second = try folder.write("b.conf", modem("0031", "MF626") + modem("0001", "other"))
        let (catalog, problems) = DeviceCatalog.load([folder.path])
        #expect(catalog.portMaps.values.map(\.model) == ["MF622"])
        #expect(problems.map(\.description) == ["\(second):6: [19d2:0001] is described in \(first) too"])
    }

    @Test func whatIsNoFileIsNotRead() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path + "/pipe.conf"
        try #require(mkfifo(pipe, 0o600) == 0)
        let (_, problems) = DeviceCatalog.load([folder.path])
        #expect(problems == [KeyFileProblem(file: pipe, line: nil, fault: "not a regular file")])
    }

    @Test func whatHoldsForEveryStickIsReplacedAsAWhole() throws {
        let (shipped, own, other) = (try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder())
        try shipped.write("a.conf", "[19d2:*]\nquirks = zero-bytes cnmi-mode-1\nsource = test\n")
        try other.write("a.conf", modem("0001", "MF622"))
        #expect(DeviceCatalog.load([shipped.path, other.path]).catalog.commonQuirks == [.zeroBytes, .cnmiMode1])
        try own.write("a.conf", "[19d2:*]\nquirks = no-indicators\nsource = test\n")
        try own.write("b.conf", "[19d2:*]\nquirks = zero-bytes\nsource = test\n")
        #expect(DeviceCatalog.load([shipped.path, own.path]).catalog.commonQuirks == [.zeroBytes, .noIndicators])
    }

    @Test func aMissingFolderIsEmpty() {
        let (catalog, problems) = DeviceCatalog.load(["/nonexistent/devices"])
        #expect(catalog == DeviceCatalog())
        #expect(problems.isEmpty)
    }
}

/// The data that is shipped.
@Suite struct ShippedDataTests {
    private static let loaded = DeviceCatalog.load([Repository.path("data/devices")])

    @Test func isReadWithoutAProblem() {
        #expect(Self.loaded.problems == [])
        #expect(Self.loaded.catalog.recipes.count >= 74)
        #expect(Self.loaded.catalog.portMaps.count >= 62)
        #expect(!Self.loaded.catalog.commonQuirks.isEmpty)
    }

    private static let all = Set(loaded.catalog.recipes.keys).union(loaded.catalog.portMaps.keys)
        .union(loaded.catalog.foreignSticks.keys).sorted { $0.product < $1.product }

    @Test(arguments: all) func everyEntrySaysWhereItIsFrom(usbID: USBID) throws {
        let source = try #require(Self.loaded.catalog.sources[usbID])
        #expect(source.count > 10, "\(source)")
    }

    /// What a stick comes back as is driven, or said to be driven by others, and why.
    @Test(arguments: loaded.catalog.recipes.values.flatMap { recipe in recipe.targets.map { (recipe.usbID, $0) } })
    func everyTargetIsKnown(usbID: USBID, target: USBID) {
        let isDriven = Self.loaded.catalog.portMaps[target] != nil
        #expect(isDriven || Self.loaded.catalog.foreignSticks[target] != nil)
        // Or it would be switched again and again.
        #expect(Self.loaded.catalog.recipes[target] == nil || isDriven)
    }

    @Test(arguments: all) func noEntryContradictsAnother(usbID: USBID) {
        let catalog = Self.loaded.catalog
        #expect(catalog.foreignSticks[usbID] == nil || catalog.portMaps[usbID] == nil)
        #expect(catalog.foreignSticks[usbID] == nil || catalog.recipes[usbID] == nil)
        if let map = catalog.portMaps[usbID] { #expect(map.reserved.isDisjoint(with: map.roles.keys)) }
    }

    @Test(arguments: Array(loaded.catalog.recipes.values))
    func aRecipeCanBeSent(recipe: SwitchRecipe) {
        #expect(!recipe.targets.isEmpty)
        for method in recipe.methods {
            switch method {
            case .eject(let message?), .message(let message): #expect(CommandMessage.fault(in: message) == nil)
            case .eject(nil), .driverRelease: break
            }
        }
    }
}
