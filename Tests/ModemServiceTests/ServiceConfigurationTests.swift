import DBus
import KeyFile
import Testing

@testable import ModemService

struct ServiceConfigurationTests {
    private func read(_ text: String) throws(KeyFileFault) -> ServiceConfiguration {
        try ServiceConfiguration(bytes: Array(text.utf8))
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
        let configuration = try ServiceConfiguration(bytes: bytes)
        #expect("\(configuration.fallbackGroup)" == "the group dialout")
    }

    @Test func whoIsInTheGroupMay() {
        let caller = Caller(userID: 1000, groupIDs: [1000, 20])
        #expect(FallbackGroup.named("dialout", id: 20).contains(caller))
        #expect(!FallbackGroup.named("root", id: 0).contains(caller))
        #expect(!FallbackGroup.none.contains(Caller(userID: 1000, groupIDs: [])))
    }
}
