import DeviceCatalog
import ModemCore
import Testing

@testable import RootSteps

/// A step as the name of a unit: taken exactly as it is written, whoever wrote it.
struct RootStepTests {
    @Test(arguments: [
        "adopt:19d2:0007:19d2:0001", "holders:ttyUSB0", "holders:ttyUSB2:ttyUSB0:ttyUSB9999",
        "link:356938035643809:ttyUSB2:ttyUSB0", "unlink:356938035643809",
        "unlink:356938035643809:356938035643817",
    ])
    func whatIsWrittenIsRead(text: String) throws {
        let step = try #require(RootStep(text))
        #expect(step.text == text)
        #expect(RootStep.unit(step) == "zte-step@\(text).service")
    }

    @Test(arguments: [
        "", ":", "adopt", "adopt:", "reboot", "ADOPT:19d2:0007:19d2:0001",
        // Ids: of another maker, too few, too many, not as we write them, with something behind.
        "adopt:19d2:0007", "adopt:1d6b:0002:19d2:0001", "adopt:19d2:0007:1d6b:0002", "adopt:19D2:0007:19d2:0001",
        "adopt:19d2:00ab:19d2:00AB", "adopt:19d2:7:19d2:1", "adopt:19d2:0007:19d2:0001:19d2:0002",
        "adopt:19d2:0007:19d2:0001\n12d1 1001", "adopt:19d2:0007 ff:19d2:0001", "adopt:19d2:+007:19d2:0001",
        // Ttys.
        "holders", "holders:", "holders:ttyS0", "holders:ttyUSB0:", "holders:ttyUSB00", "holders:../etc/shadow",
        "holders:ttyUSB0/../../etc/shadow", "holders:ttyUSB12345", "holders:ttyUSB0\0",
        "holders" + String(repeating: ":ttyUSB0", count: RootStep.portLimit + 1),
        // IMEIs.
        "link:35693803564380:ttyUSB2:ttyUSB0", "link:356938035643809:ttyUSB2", "link:../../../../etc/:ttyUSB2:ttyUSB0",
        "link:356938035643809:ttyUSB2:/etc/shadow", "link:356938035643809:ttyUSB2:ttyUSB0:ttyUSB1", "unlink:",
        "unlink:.",
        "unlink:356938035643809:", "unlink:356938035643809:0", "unlink:٣٥٦٩٣٨٠٣٥٦٤٣٨٠٩",
        "unlink" + String(repeating: ":356938035643809", count: RootStep.linkLimit + 1),
    ])
    func nonsenseIsNoStep(text: String) {
        #expect(RootStep(text) == nil)
    }

    @Test(arguments: [
        DriverAnswer.adopted, .moduleMissing, .unknownID, .refused("new_id: Permission denied"), .refused(""),
    ])
    func whatTheDriverAnsweredArrives(answer: DriverAnswer) {
        #expect(StepAnswer.driverAnswer(StepAnswer.text(answer)) == answer)
    }

    @Test func whoHoldsAPortArrives() {
        let holders = [PortHolder(processID: 812, command: "mini com | x"), PortHolder(processID: 900, command: "?")]
        #expect(StepAnswer.holders(StepAnswer.text(holders)) == holders)
        #expect(StepAnswer.text([]) == "")
    }

    @Test(arguments: ["", "812", "-1 init", "x y", "0 a", "\t\t"])
    func whatIsNoHolderIsLeftOut(text: String) {
        #expect(StepAnswer.holders(text) == [])
        #expect(StepAnswer.driverAnswer(text) == nil)
    }
}
