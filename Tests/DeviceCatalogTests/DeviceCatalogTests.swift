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
        #expect(Self.loaded.catalog.recipes.count >= 1)
        #expect(Self.loaded.catalog.portMaps.count >= 2)
    }

    @Test(arguments: Array(loaded.catalog.recipes.values))
    func aRecipeCanBeSentAndIsSourced(recipe: SwitchRecipe) {
        #expect(Self.loaded.catalog.sources[recipe.usbID]?.isEmpty == false)
        #expect(!recipe.targets.isEmpty)
        for case .eject(let message?) in recipe.methods {
            #expect(message.count == 31)
            #expect(CommandMessage.fault(in: message) == nil)
        }
    }

    @Test(arguments: Array(loaded.catalog.portMaps.values))
    func aModemIsATargetAndIsSourced(portMap: PortMap) {
        #expect(Self.loaded.catalog.sources[portMap.usbID]?.isEmpty == false)
        #expect(Self.loaded.catalog.isTarget(portMap.usbID))
    }
}
