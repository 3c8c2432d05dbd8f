import DBus
import Glibc
import KeyFile
import TestSupport
import Testing

@testable import ModemService

struct ServiceConfigurationTests {
    private func read(_ text: String) throws(KeyFileFault) -> ServiceConfiguration {
        try ServiceConfiguration().reading(Array(text.utf8))
    }

    @Test func nothingIsSaidByNothing() throws {
        #expect(try read("") == ServiceConfiguration())
        #expect(ServiceConfiguration().fallbackGroup == .none)
        let (configuration, problems) = ServiceConfiguration.load("/nonexistent/zte-modem.conf")
        #expect(configuration == ServiceConfiguration() && problems.isEmpty)
    }

    @Test func aGroupIsOneOfTheSystem() throws {
        #expect(try read("[access]\ngroup-without-polkit = root\n").fallbackGroup == .named("root", id: 0))
        #expect(try read("[access]\ngroup-without-polkit =\n").fallbackGroup == .none)
    }

    @Test func sticksAreSwitchedUnlessItSaysNo() throws {
        #expect(ServiceConfiguration().switchesByItself)
        #expect(try read("[switch]\nauto-switch = yes\n").switchesByItself)
        #expect(try !read("[switch]\nauto-switch = no\n").switchesByItself)
    }

    @Test(arguments: [
        ("[switch]\nauto-switch = maybe\n", 2, "auto-switch is yes or no"),
        ("[access]\nauto-switch = no\n", 2, "unknown key"),
        ("[access]\ngroup-without-polkit = nobody-has-this\n", 2, "no group"),
        ("[access]\ncolour = blue\n", 2, "unknown key"),
        ("[colour]\n\ngroup-without-polkit = root\n", 3, "unknown key"),
        ("[access]\ngroup-without-polkit = root\ngroup-without-polkit = root\n", 3, "twice"),
        ("nonsense\n", 1, "neither"),
    ])
    func aFaultNamesItsLine(text: String, line: Int, words: String) {
        let fault = #expect(throws: KeyFileFault.self) { try read(text) }
        #expect(fault?.line == line)
        #expect(fault?.text.contains(words) == true)
    }

    /// What is packaged.
    @Test func theGroupOfTheShippedFileIsDialout() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let bytes = try KeyFileFolder.contents(of: folder + "/data/zte-modem.conf")
        let configuration = try ServiceConfiguration().reading(bytes)
        #expect("\(configuration.fallbackGroup)" == "the group dialout")
    }

    @Test func whoIsInTheGroupMay() {
        let caller = Caller(userID: 1000, groupIDs: [1000, 20])
        #expect(FallbackGroup.named("dialout", id: 20).contains(caller))
        #expect(!FallbackGroup.named("root", id: 0).contains(caller))
        #expect(!FallbackGroup.none.contains(Caller(userID: 1000, groupIDs: [])))
    }

    @Test func filesBesideItComeAfterItAndABrokenOneIsLeftOutWhole() throws {
        let folder = try TemporaryFolder()
        try folder.write("zte-modem.conf", "[switch]\nauto-switch = no\n[messages]\nkeep-days = 5\n")
        #expect(mkdir(folder.path + "/conf.d", 0o700) == 0)
        try folder.write("conf.d/20.conf", "[messages]\nkeep-days = 7\n")
        try folder.write("conf.d/10.conf", "[messages]\nkeep-days = 6\nkeep-count = 10\n")
        try folder.write("conf.d/30.conf", "[messages]\nkeep-days = 8\nkeep-days = 9\n")
        try folder.write("conf.d/readme", "nothing")
        let (configuration, problems) = ServiceConfiguration.load(folder.path + "/zte-modem.conf")
        #expect(!configuration.switchesByItself)
        #expect(configuration.messageDays == 7 && configuration.messageCount == 10)
        #expect(problems.map(\.file) == [folder.path + "/conf.d/30.conf"])
        #expect(problems.first?.line == 3)
    }

    @Test func whetherSticksAreShownAsModemManagersIsSaid() throws {
        #expect(try read("[service]\nmodemmanager-compatibility = yes\n").showsModemManager)
        #expect(!(try read("").showsModemManager))
        #expect(throws: KeyFileFault.self) { _ = try read("[service]\nmodemmanager-compatibility = true\n") }
    }

    @Test func whetherTheLogShowsAllIsSaid() throws {
        #expect(try read("[log]\nlog-identities = yes\n").logsIdentities)
        #expect(!(try read("").logsIdentities))
    }
}
