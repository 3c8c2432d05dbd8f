import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import StateStore

/// What is kept of stored PINs: which were sent to which SIM, and what it made of them.
@Suite(.eventLoop) @LoopActor struct StoredPINFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/state.db" }
    private let pin: PIN
    private let card = "89351010000000000014"

    init() throws {
        folder = try TemporaryFolder()
        pin = try PIN("4711")
    }

    private func loaded(boot: String = "first") async -> StateStore {
        let store = StateStore(path: path, boot: boot) { 1_700_000_000 }
        store.onTrouble = { Issue.record("\($0)") }
        await store.load()
        return store
    }

    @Test func nothingIsKnownAtFirst() async {
        #expect(await loaded().record(of: pin, for: card) == StoredPINRecord())
    }

    @Test func anIntentIsThereWhateverHappensNext() async {
        #expect(await loaded().intend(pin, for: card))
        let open = StoredPINRecord(isUnsettled: true, wasInVainSinceBoot: true)
        #expect(await loaded().record(of: pin, for: card) == open)
        let later = await loaded(boot: "second")
        #expect(later.record(of: pin, for: card) == StoredPINRecord(isUnsettled: true))
    }

    @Test func aRefusedOneStaysRefusedAndAnotherWasNotTried() async throws {
        let store = await loaded()
        _ = await store.intend(pin, for: card)
        await store.settle(pin, for: card, as: .refused)
        let later = await loaded(boot: "second")
        #expect(later.record(of: pin, for: card) == StoredPINRecord(wasRefused: true))
        #expect(later.record(of: try PIN("4712"), for: card) == StoredPINRecord())
        #expect(later.record(of: pin, for: "89351010000000000022") == StoredPINRecord())
        // One a boot, whichever it is.
        #expect(await loaded().record(of: try PIN("4712"), for: card) == StoredPINRecord(wasInVainSinceBoot: true))
    }

    private func rows() throws -> [[String]] {
        var rows: [[String]] = []
        try Database.open(path).query("SELECT card, mark, outcome FROM pin_try") { rows.append($0) }
        return rows
    }

    @Test func nothingIsKeptOfAnAcceptedOne() async throws {
        let store = await loaded()
        _ = await store.intend(pin, for: card)
        await store.settle(pin, for: card, as: .accepted)
        #expect(store.record(of: pin, for: card) == StoredPINRecord())
        #expect(await loaded().record(of: pin, for: card) == StoredPINRecord())
        #expect(try rows() == [])
    }

    @Test func aPersonProvesARefusedOneRight() async throws {
        let store = await loaded()
        _ = await store.intend(pin, for: card)
        await store.settle(pin, for: card, as: .refused)
        await store.settle(pin, for: card, as: .accepted)
        #expect(await loaded().record(of: pin, for: card) == StoredPINRecord())
    }

    @Test func whatWasInVainBeforeIsInNobodysWayThen() async throws {
        let store = await loaded()
        let corrected = try PIN("4712")
        _ = await store.intend(pin, for: card)
        await store.settle(corrected, for: card, as: .accepted)
        #expect(store.record(of: pin, for: card) == StoredPINRecord(wasRefused: true))
        for store in [store, await loaded()] {
            #expect(store.record(of: corrected, for: card) == StoredPINRecord())
            #expect(store.record(of: pin, for: card).wasRefused)
        }
    }

    /// Earlier versions kept that there was one.
    @Test func anAcceptedOneOfEarlierIsNone() async throws {
        _ = await loaded().intend(pin, for: card)
        try Database.open(path).run("UPDATE pin_try SET mark = '', outcome = 'accepted'", [])
        #expect(await loaded().record(of: pin, for: card) == StoredPINRecord())
    }

    @Test func whatWasNeverStoredIsNotKept() async throws {
        let store = await loaded()
        await store.settle(pin, for: card, as: .accepted)
        #expect(try rows() == [])
    }

    @Test func withoutADiskThereIsNoIntent() async {
        let store = StateStore(path: folder.path + "/missing/state.db", boot: "first") { 1_700_000_000 }
        await store.load()
        #expect(await store.intend(pin, for: card) == false)
        #expect(store.record(of: pin, for: card) == StoredPINRecord())
    }

    @Test func withoutABootNothingIsIntended() async {
        #expect(await loaded(boot: "").intend(pin, for: card) == false)
    }

    @Test func thisMachineHasABoot() { #expect(StateStore.bootOfThisMachine().utf8.count == 36) }
}
