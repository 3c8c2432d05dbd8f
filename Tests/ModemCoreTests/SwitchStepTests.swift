import DeviceCatalog
import EventLoop
import TestSupport
import Testing

@testable import ModemCore

/// What each method puts on the wire, and which answers of a stick it takes for a failure.
@Suite(.eventLoop) @LoopActor struct SwitchStepTests {
    private static let message = CommandBlockWrapper(tag: 9, lun: 1, command: [0xdf, 0x20]).bytes
    private static let eject: [[UInt8]] = [
        [0, 0x1e, 0, 0, 0, 0, 0], [0, 0x1b, 0, 0, 0, 2, 0], [1, 0x1e, 0, 0, 0, 0, 0], [1, 0x1b, 0, 0, 0, 2, 0],
    ]

    private let storage = AnsweringStorage()

    private func perform(_ method: SwitchMethod) async -> StorageError? {
        let step = SwitchStep(transport: storage)
        do throws(StorageError) {
            try await step.perform(method, on: Story.storage)
            return nil
        } catch {
            return error
        }
    }

    /// Unit and command of each wrapper that was sent.
    private var sent: [[UInt8]] { storage.wrappers.map { [$0.bytes[13]] + $0.bytes[15..<15 + Int($0.bytes[14])] } }

    @Test func ejectGoesToBothUnits() async {
        #expect(await perform(.eject(message: nil)) == nil)
        #expect(sent == Self.eject)
        #expect(Set(storage.wrappers.map(\.tag)).count == 4)
    }

    @Test func theMessageComesLastAndAsItIs() async {
        #expect(await perform(.eject(message: Self.message)) == nil)
        #expect(sent == Self.eject + [[1, 0xdf, 0x20]])
        #expect(storage.wrappers.last?.bytes == Self.message)
    }

    @Test func aMessageAloneIsAllThatIsSent() async {
        #expect(await perform(.message(Self.message)) == nil)
        #expect(storage.wrappers.map(\.bytes) == [Self.message])
    }

    @Test func releasingTheDriverSendsNothing() async {
        #expect(await perform(.driverRelease) == nil)
        #expect(sent.isEmpty)
        #expect(storage.opened == 1)
    }

    /// Sticks without a second unit refuse what is sent to it, and switch all the same.
    @Test(arguments: [CommandStatus.failed, .phaseError, .malformed])
    func aFailedCommandMeansNothing(status: CommandStatus) async {
        for index in 0..<5 { storage.answers[index] = .success(status) }
        #expect(await perform(.eject(message: Self.message)) == nil)
        #expect(sent.count == 5)
    }

    /// Where a unit does not take a command at all, the rest is sent; that not all of it went through is told.
    @Test(arguments: [StorageError.failed("the stick refused the command"), .timedOut], 0..<4)
    func aRefusedCommandIsNotTheEnd(error: StorageError, index: Int) async {
        storage.answers[index] = .failure(error)
        #expect(await perform(.eject(message: Self.message)) == error)
        #expect(sent.count == 5)
    }

    @Test(arguments: [(StorageError.gone, StorageError.absent), (.accessDenied, .accessDenied)])
    func oneThatLeftBeforeIsToldFromOneThatObeyed(refusal: StorageError, told: StorageError) async {
        storage.refusal = refusal
        #expect(await perform(.driverRelease) == told)
    }

    @Test(arguments: 0..<5) func nothingIsSentToAStickThatLeft(index: Int) async {
        storage.answers[index] = .failure(.gone)
        #expect(await perform(.eject(message: Self.message)) == .gone)
        #expect(sent.count == index + 1)
    }
}
