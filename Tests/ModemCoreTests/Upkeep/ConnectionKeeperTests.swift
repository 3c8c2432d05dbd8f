import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A stick that should be online stays so, and says what happened.
@LoopActor struct ConnectionKeeperTests {
    private let world = ScriptedWorld()

    private var history: [ConnectionHistory.Event] {
        world.modem.snapshot.upkeep?.history.entries.map(\.event) ?? []
    }

    /// The network answers each call that is made.
    private func answerCall(after count: Int) async -> Bool {
        guard await world.wait(until: { world.calls.requests.count > count }) else { return false }
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        return await world.reachesState(.connected)
    }

    private func connect(_ wish: ConnectionWish) async throws {
        #expect(await world.registers())
        let call = Task { try await world.keeper.connect(world.modem, wish) }
        #expect(await answerCall(after: 0))
        #expect(try await call.value == ScriptedCall.address)
    }

    private static let kept = ConnectionWish(profile: "home", settings: ConnectSettings(), isKept: true)
    private static let once = ConnectionWish(settings: ConnectSettings(), isKept: false)

    @Test(.endsWhenItHangs) func aKeptConnectionComesBack() async throws {
        try await connect(Self.kept)
        world.calls.current?.end(.hangUp)
        #expect(await answerCall(after: 1))
        #expect(await world.wait { history == [.asked, .dial, .up, .down, .dial, .up] })
    }

    @Test(.endsWhenItHangs) func oneThatIsNotKeptEndsWithItsCall() async throws {
        try await connect(Self.once)
        world.calls.current?.end(.hangUp)
        #expect(await world.reachesState(.registered))
        await world.pass(.seconds(30))
        #expect(world.calls.requests.count == 1)
        #expect(history == [.asked, .dial, .up, .down])
    }

    @Test(.endsWhenItHangs) func disconnectWinsWhileItWaits() async throws {
        try await connect(Self.kept)
        world.calls.current?.end(.hangUp)
        #expect(await world.wait { world.modem.snapshot.upkeep?.nextAttempt != nil })
        try await world.keeper.disconnect(world.modem)
        #expect(world.modem.snapshot.upkeep?.nextAttempt == nil)
        await world.pass(.seconds(30))
        #expect(world.calls.requests.count == 1)
        #expect(history.last == .dropped)
    }

    @Test(.endsWhenItHangs) func disconnectEndsACallThatIsUp() async throws {
        try await connect(Self.kept)
        try await world.keeper.disconnect(world.modem)
        #expect(await world.reachesState(.registered))
        await world.pass(.seconds(30))
        #expect(world.calls.requests.count == 1)
    }

    @Test(.endsWhenItHangs) func aSecondWishIsRefusedWhileTheFirstIsServed() async throws {
        try await connect(Self.kept)
        await #expect(throws: ModemError.wrongState(.connected, needed: "disconnect first")) {
            _ = try await world.keeper.connect(world.modem, Self.once)
        }
    }

    @Test(.endsWhenItHangs) func whoWantsTheSameGetsWhatIsThere() async throws {
        try await connect(Self.kept)
        #expect(try await world.keeper.connect(world.modem, Self.kept) == ScriptedCall.address)
        #expect(world.calls.requests.count == 1)
    }

    @Test(.endsWhenItHangs) func whoIsDisconnectedBeforeTheFirstDialIsTold() async throws {
        #expect(await world.registers())
        let call = Task { try await world.keeper.connect(world.modem, Self.once) }
        #expect(await world.wait { !history.isEmpty })
        try await world.keeper.disconnect(world.modem)
        await #expect(throws: ModemError.aborted) { _ = try await call.value }
    }

    @Test(.endsWhenItHangs) func aFailedFirstTryIsToldAndGoneOnWith() async throws {
        #expect(await world.registers())
        world.calls.refusal = .negotiationFailed
        await #expect(throws: ModemError.callFailed(.negotiationFailed)) {
            _ = try await world.keeper.connect(world.modem, Self.kept)
        }
        #expect(world.modem.snapshot.upkeep?.attempt == 1)
        world.calls.refusal = nil
        #expect(await answerCall(after: 1))
    }

    @Test(.endsWhenItHangs) func whatCannotHealIsToldAndNotTried() async throws {
        #expect(await world.registers())
        world.calls.shortage = .notInstalled
        await #expect(throws: ModemError.callFailed(.notInstalled)) {
            _ = try await world.keeper.connect(world.modem, Self.kept)
        }
        await world.pass(.seconds(60))
        #expect(history == [.asked, .dial, .dialFailed, .blocked])
        #expect(world.modem.snapshot.upkeep?.nextAttempt == nil)
    }

    @Test(.endsWhenItHangs) func aLinkThatNothingComesBackOverIsEndedAndMadeAnew() async throws {
        world.meter.count = LinkCount(receivedBytes: 100, sentBytes: 100, sentPackets: 1)
        try await connect(Self.kept)
        let sending = Task {
            while !Task.isCancelled {
                world.meter.count?.sentPackets += 1
                try await world.clock.sleep(for: .seconds(1))
            }
        }
        defer { sending.cancel() }
        #expect(await world.wait(atMost: .seconds(40)) { world.calls.all[0].hangUps == 1 })
        #expect(await world.wait { history.contains(.down) })
        #expect(
            world.modem.snapshot.upkeep?.history.entries.last { $0.event == .down }?.message
                == CallError.linkDead.message)
        #expect(await world.wait { world.calls.requests.count == 2 })
    }

    @LoopActor private final class Archive: ProfileArchive {
        var stored: [Profile] = []

        func load() async -> (profiles: [Profile], problems: [String]) { (stored, []) }
        func add(_ profile: Profile) async throws(ProfileArchiveError) {}
        func replace(_ profile: Profile) async throws(ProfileArchiveError) {}
        func remove(_ id: ProfileID) async throws(ProfileArchiveError) {}
    }

    /// What was wanted is not written down; a profile that would connect by itself keeps what it finds.
    @Test(.endsWhenItHangs, arguments: [true, false]) func aCallThatWasLeftIsKeptWhereAProfileWantsIt(
        autoconnect: Bool
    ) async throws {
        let (world, archive) = (world, Archive())
        archive.stored = [Profile(id: try ProfileID("home"), autoconnect: autoconnect)]
        let book = ProfileBook(archive: archive)
        _ = await book.load()
        let keeper = ConnectionKeeper(environment: world.environment(), profiles: book)
        func looks() { keeper.saw(.changed(world.modem, world.modem.snapshot)) }
        let call = ScriptedInheritedCall(on: "ttyUSB0")
        keeper.saw(.added(world.modem))
        world.modem.feed(.attachedModem(Story.modem, Story.map))
        world.modem.inherit(call, on: Story.ports[0])
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(await world.wait { call.call != nil })
        looks()
        #expect(history == [], "not before the SIM is known")
        #expect(await world.wait { world.modem.snapshot.network?.signalQuality != nil })
        looks()
        #expect(history == (autoconnect ? [.up] : []))
        #expect(world.calls.requests.isEmpty)
        call.call?.end(.hangUp)
        let isBack = await world.wait(atMost: .seconds(20)) {
            // A profile that connects by itself would dial whatever was before.
            if autoconnect || world.modem.snapshot.state != .registered { looks() }
            return !world.calls.requests.isEmpty
        }
        #expect(isBack == autoconnect)
        #expect(history.contains(.down) == autoconnect)
    }

    /// What somebody asked for before is what was left.
    @Test(.endsWhenItHangs) func aCallThatWasLeftIsTheOneThatWasWanted() async throws {
        let (world, archive, id) = (world, Archive(), try ProfileID("home"))
        archive.stored = [Profile(id: id)]
        let book = ProfileBook(archive: archive)
        _ = await book.load()
        world.surroundings.remember(id, wantedOf: try #require(IMEI("357682010000001")))
        let keeper = ConnectionKeeper(environment: world.environment(), profiles: book)
        keeper.recall()
        func looks() { keeper.saw(.changed(world.modem, world.modem.snapshot)) }
        let call = ScriptedInheritedCall(on: "ttyUSB0")
        keeper.saw(.added(world.modem))
        world.modem.feed(.attachedModem(Story.modem, Story.map))
        world.modem.inherit(call, on: Story.ports[0])
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(await world.wait { call.call != nil && world.modem.snapshot.network?.signalQuality != nil })
        looks()
        #expect(history == [.recalled, .up])
        call.call?.end(.hangUp)
        #expect(
            await world.wait(atMost: .seconds(20)) {
                looks()
                return !world.calls.requests.isEmpty
            })
    }
}
