import Glibc
import ModemCore
import TestSupport
import Testing

@testable import RootSteps

/// The steps themselves, in folders that stand for those of the machine.
struct RootStepProgramTests {
    private let folder: TemporaryFolder
    private let places: RootStepProgram.Places

    init() throws {
        folder = try TemporaryFolder()
        var places = RootStepProgram.Places()
        places.driver = folder.path
        places.links = folder.path + "/zte"
        self.places = places
    }

    private func take(_ text: String) throws -> String {
        try RootStepProgram.take(try #require(RootStep(text)), places)
    }

    @Test func theDriverIsToldAnId() throws {
        try folder.write("new_id", "")
        #expect(try take("adopt:19d2:0007:19d2:0001") == "adopted")
        #expect(folder.read("new_id") == "19d2 0007 ff 19d2 0001")
    }

    @Test func noDriverIsAnAnswer() throws {
        #expect(try take("adopt:19d2:0007:19d2:0001") == "module-missing")
    }

    @Test func linksComeAndGo() throws {
        #expect(try take("link:356938035643809:ttyUSB2:ttyUSB0") == "")
        var status = stat()
        #expect(lstat(folder.path + "/zte/356938035643809/data", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(try take("link:356938035643817:ttyUSB5:ttyUSB3") == "")
        #expect(try take("unlink:356938035643809:356938035643817") == "")
        #expect(access(folder.path + "/zte/356938035643809", F_OK) != 0)
        #expect(access(folder.path + "/zte/356938035643817", F_OK) != 0)
        #expect(try take("unlink:356938035643809") == "")
    }

    @Test func nobodyHoldsAPortThatIsNotThere() throws {
        #expect(try take("holders:ttyUSB9999") == "")
    }

    @Test(arguments: [[], ["reboot"], ["holders:ttyUSB0", "more"], ["--help"]])
    func whatIsNoStepIsRefused(arguments: [String]) {
        #expect(RootStepProgram.run(arguments) == 64)
    }
}
