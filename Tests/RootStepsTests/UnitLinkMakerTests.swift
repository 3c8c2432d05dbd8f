import EventLoop
import Glibc
import ModemCore
import SerialPort
import TestSupport
import Testing

@testable import RootSteps

/// Links by steps: no more of them than it takes.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct UnitLinkMakerTests {
    private static let ports = LinkedPorts(at: "ttyUSB2", data: "ttyUSB0")
    private static let others = LinkedPorts(at: "ttyUSB5", data: "ttyUSB3")

    private let folder: TemporaryFolder
    private let host = StepHost()
    private let steps: StepRunner
    private let maker: UnitLinkMaker
    private let imei: IMEI

    init() throws {
        folder = try TemporaryFolder()
        imei = try #require(IMEI("356938035643809"))
        var places = RootStepProgram.Places()
        places.links = folder.path + "/zte"
        host.places = places
        steps = StepRunner(host, clock: TestClock())
        maker = UnitLinkMaker(steps, folder: places.links)
    }

    private var links: LinkFolder { LinkFolder(path: folder.path + "/zte") }

    @Test func linksAreMadeOneStepAfterTheOther() async throws {
        let second = try #require(IMEI("356938035643817"))
        maker.link(imei, to: Self.ports)
        maker.link(second, to: Self.others)
        await steps.settle()
        #expect(host.steps == ["link:356938035643809:ttyUSB2:ttyUSB0", "link:356938035643817:ttyUSB5:ttyUSB3"])
        #expect(host.most == 1)
        #expect(links.ports(of: imei) == Self.ports)
        #expect(links.ports(of: second) == Self.others)
    }

    @Test func whatIsSoAlreadyTakesNone() async {
        maker.unlink(imei)
        await steps.settle()
        #expect(host.steps == [])
        maker.link(imei, to: Self.ports)
        await steps.settle()
        maker.link(imei, to: Self.ports)
        await steps.settle()
        #expect(host.steps.count == 1)
    }

    @Test func theLastWishIsWhatCounts() async {
        maker.link(imei, to: Self.ports)
        await steps.settle()
        maker.unlink(imei)
        maker.link(imei, to: Self.ports)
        maker.link(imei, to: Self.others)
        await steps.settle()
        #expect(host.steps == ["link:356938035643809:ttyUSB2:ttyUSB0", "link:356938035643809:ttyUSB5:ttyUSB3"])
    }

    @Test func thoseThatGoTogetherGoByOneStep() async throws {
        let all = try (0..<RootStep.linkLimit + 2).map { try #require(IMEI("3569380356438\(10 + $0)")) }
        for imei in all { maker.link(imei, to: Self.ports) }
        await steps.settle()
        let before = host.steps.count
        for imei in all { maker.unlink(imei) }
        await steps.settle()
        #expect(host.steps.count == before + 2)
        #expect(all.allSatisfy { !links.has($0) })
    }

    @Test func whatWasLeftHalfMadeGoesToo() async {
        maker.link(imei, to: Self.ports)
        await steps.settle()
        unlink(folder.path + "/zte/356938035643809/at")
        maker.unlink(imei)
        await steps.settle()
        #expect(!links.has(imei))
    }

    @Test func whoMayNotHaveAStepTakenSaysSo() async {
        var troubles: [String] = []
        maker.onTrouble = { troubles.append($0) }
        host.refuses = true
        maker.link(imei, to: Self.ports)
        await steps.settle()
        await Task.yield()
        #expect(troubles.count == 1 && troubles[0].contains("zte-step@link:356938035643809"))
    }
}
