import DeviceCatalog
import EventLoop
import ModemCore
import PPPSession
import TestSupport
import Testing

@testable import RootSteps

/// The service's side: a step is a unit, and its status the answer.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct StepRunnerTests {
    /// What may be read without root says that the driver is there and does not know the id.
    @LoopActor private final class Driver: DriverBinding {
        var known = DriverAnswer.unknownID
        func adopt(_ usbID: USBID, like reference: USBID?) async -> DriverAnswer { known }
    }

    private static let stick = USBID(vendor: 0x19d2, product: 0x0007)
    private static let reference = USBID(vendor: 0x19d2, product: 0x0001)
    private let host = StepHost()
    private let driver = Driver()
    private let steps: StepRunner
    private var binding: UnitDriverBinding { UnitDriverBinding(steps, reading: driver) }

    init() { steps = StepRunner(host, clock: TestClock()) }

    @Test func aDriverIsToldByAStep() async {
        host.answer = UnitEnd(.exited(0), status: "adopted")
        #expect(await binding.adopt(Self.stick, like: Self.reference) == .adopted)
        #expect(host.started == ["zte-step@adopt:19d2:0007:19d2:0001.service"])
    }

    @Test func whatCanBeReadTakesNoStep() async {
        #expect(await binding.adopt(Self.stick, like: nil) == .unknownID)
        driver.known = .moduleMissing
        #expect(await binding.adopt(Self.stick, like: Self.reference) == .moduleMissing)
        #expect(host.started == [])
    }

    @Test func aStepThatMayNotBeTakenIsNamed() async {
        host.refuses = true
        guard case .refused(let why) = await binding.adopt(Self.stick, like: Self.reference) else {
            return #expect(Bool(false), "not refused")
        }
        #expect(why.contains("zte-step@adopt:19d2:0007:19d2:0001.service"))
    }

    @Test func aStepThatSaidNothingIsRefused() async {
        host.answer = UnitEnd(.killed(signal: 9))
        guard case .refused = await binding.adopt(Self.stick, like: Self.reference) else {
            return #expect(Bool(false), "not refused")
        }
    }

    @Test func holdersAreThoseOfTheStick() async {
        host.answer = UnitEnd(.exited(0), status: "812 minicom")
        let ports = ["ttyUSB0", "ttyACM0", "ttyUSB2"].map {
            TTYPort(node: $0, interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)
        }
        #expect(await UnitPortHolders(steps).holders(of: ports) == [PortHolder(processID: 812, command: "minicom")])
        #expect(host.started == ["zte-step@holders:ttyUSB0:ttyUSB2.service"])
    }
}
