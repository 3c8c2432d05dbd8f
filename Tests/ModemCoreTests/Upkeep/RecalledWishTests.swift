import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What somebody has asked for outlives the service, until it is taken back.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct RecalledWishTests {
    @LoopActor private final class Archive: ProfileArchive {
        private let profile: Profile

        init(_ profile: Profile) { self.profile = profile }

        func load() async -> (profiles: [Profile], problems: [String]) { ([profile], []) }
        func add(_ profile: Profile) async throws(ProfileArchiveError) {}
        func replace(_ profile: Profile) async throws(ProfileArchiveError) {}
        func remove(_ id: ProfileID) async throws(ProfileArchiveError) {}
    }

    private let world: ScriptedWorld
    private let book: ProfileBook
    private let id: ProfileID
    private let imei: IMEI

    init() async throws {
        id = try ProfileID("home")
        imei = try #require(IMEI("357682010000001"))
        book = ProfileBook(archive: Archive(Profile(id: id)))
        _ = await book.load()
        world = ScriptedWorld(profiles: book)
    }

    private var wish: ConnectionWish { ConnectionWish(profile: id.text, settings: ConnectSettings(), isKept: true) }
    private var wishes: [IMEI: ProfileID] { world.surroundings.wishes }
    private var history: [ConnectionHistory.Event] {
        world.modem.snapshot.upkeep?.history.entries.map(\.event) ?? []
    }

    private func isConnected() async -> Bool {
        guard await world.wait(until: { !world.calls.requests.isEmpty }) else { return false }
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        return await world.reachesState(.connected)
    }

    private func connect(_ wish: ConnectionWish) async throws {
        #expect(await world.registers())
        let call = Task { try await world.keeper.connect(world.modem, wish) }
        #expect(await isConnected())
        _ = try await call.value
    }

    @Test func aKeptWishIsWrittenDown() async throws {
        try await connect(wish)
        #expect(wishes == [imei: id])
    }

    @Test func disconnectTakesItBack() async throws {
        try await connect(wish)
        try await world.keeper.disconnect(world.modem)
        #expect(await world.reachesState(.registered))
        #expect(wishes.isEmpty)
    }

    @Test func aWishForOneCallIsNot() async throws {
        try await connect(ConnectionWish(settings: ConnectSettings(), isKept: false))
        #expect(wishes.isEmpty)
    }

    @Test func whatAProfileDoesByItselfIsNot() async throws {
        try await book.update(id) { profile throws(ProfileError) in
            var next = profile
            next.autoconnect = true
            return next
        }
        world.plugModem()
        #expect(await isConnected())
        #expect(wishes.isEmpty)
    }

    @Test func aRecalledWishConnectsItsStick() async throws {
        world.surroundings.wishes = [imei: id]
        world.keeper.recall()
        world.plugModem()
        #expect(await isConnected())
        #expect(await world.wait { history == [.recalled, .dial, .up] })
        #expect(wishes == [imei: id])
    }

    @Test func noOtherStickIsConnectedForIt() async throws {
        world.surroundings.wishes = [try #require(IMEI("357682010000002")): id]
        world.keeper.recall()
        #expect(await world.registers())
        await world.pass(.seconds(30))
        #expect(world.calls.requests.isEmpty)
    }

    @Test func aProfileThatIsRemovedTakesItsWishesAlong() async throws {
        world.surroundings.wishes = [imei: id]
        try await book.remove(id)
        #expect(wishes.isEmpty)
    }

    @Test func aWishWhoseProfileCannotBeReadIsLeftAlone() async throws {
        world.surroundings.wishes = [imei: try ProfileID("elsewhere")]
        world.keeper.recall()
        #expect(await world.registers())
        await world.pass(.seconds(30))
        #expect(world.calls.requests.isEmpty)
        #expect(wishes.count == 1)
    }
}
