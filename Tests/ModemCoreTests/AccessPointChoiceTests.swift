import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A call without an access point: which ones are tried, when it stops, and what is remembered.
@Suite(.eventLoop) @LoopActor struct AccessPointChoiceTests {
    @LoopActor private final class Directory: AccessPointDirectory, AccessPointMemory {
        var found: [AccessPointCandidate] = []
        var trouble: AccessPointDirectoryError?
        var asked: [String] = []
        var memory: [String: AccessPointKey] = [:]

        func candidates(
            for home: OperatorCode
        ) async throws(AccessPointDirectoryError) -> [AccessPointCandidate] {
            asked.append(home.digits)
            if let trouble { throw trouble }
            return found
        }

        func accessPoint(for card: String) -> AccessPointKey? { memory[card] }
        func remember(_ accessPoint: AccessPointKey, for card: String) { memory[card] = accessPoint }
    }

    private let directory = Directory()
    private let world: ScriptedWorld

    init() throws {
        world = ScriptedWorld(accessPoints: directory)
        for name in ["a", "b", "c"] {
            world.stick.answers["AT+CGDCONT=1,\"IP\",\"\(name)\""] = "\r\nOK\r\n"
            directory.found.append(
                AccessPointCandidate(
                    accessPoint: try AccessPointName(name), username: try Credential("user-\(name)", name: "username")))
        }
    }

    private func registers() async -> Bool {
        guard await world.registers() else { return false }
        return await world.wait { world.modem.snapshot.sim?.operatorCode == "26201" && world.modem.cardIdentity != nil }
    }

    private var contexts: [String] { world.stick.log.filter { $0.hasPrefix("AT+CGDCONT=1") } }

    private func connect(_ settings: ConnectSettings = ConnectSettings()) -> Task<CallAddress, any Error> {
        Task { try await world.modem.connect(settings) }
    }

    private func refuseCall(_ count: Int, _ error: CallError) async -> Bool {
        guard await world.wait(until: { world.calls.all.count == count }) else { return false }
        world.calls.current?.end(error)
        return true
    }

    @Test func theyAreTriedInOrderUntilOneWorks() async throws {
        #expect(await registers())
        world.stick.answers["AT+CGDCONT=1,\"IP\",\"a\""] = "\r\nERROR\r\n"
        let call = connect()
        #expect(await refuseCall(1, .authenticationFailed))
        #expect(await world.wait { world.calls.all.count == 2 })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
        #expect(directory.asked == ["26201"])
        #expect(contexts.map { $0.suffix(2).prefix(1) } == ["a", "b", "c"])
        #expect(world.calls.requests.map { $0.username?.text } == ["user-b", "user-c"])
        #expect(directory.memory.values.map(\.accessPoint) == ["c"])
        #expect(world.modem.snapshot.state == .connected && world.modem.snapshot.connection?.lastError == nil)
    }

    @Test func whatWorkedIsTriedFirst() async throws {
        #expect(await registers())
        let card = try #require(world.modem.cardIdentity)
        directory.memory[card] = AccessPointKey(accessPoint: "b", username: "user-b")
        #expect(try await world.connects())
        #expect(contexts.count == 1 && contexts[0].hasSuffix("\"b\""))
    }

    @Test func whenNoneWorksTheLastSaysWhy() async throws {
        #expect(await registers())
        let call = connect()
        for count in 1...3 { #expect(await refuseCall(count, .negotiationFailed)) }
        guard case .failure(let error as ModemError) = await call.result else { return #expect(Bool(false)) }
        #expect(error == .callFailed(.negotiationFailed))
        #expect(world.calls.all.count == 3 && directory.memory.isEmpty)
        #expect(await world.reachesState(.registered))
    }

    @Test func whatIsNotAboutTheAccessPointEndsIt() async throws {
        #expect(await registers())
        let call = connect()
        #expect(await refuseCall(1, .notPermitted))
        guard case .failure(let error as ModemError) = await call.result else { return #expect(Bool(false)) }
        #expect(error == .callFailed(.notPermitted) && contexts.count == 1)
    }

    @Test func aCallThatWasUpIsNotTriedOtherwise() async throws {
        #expect(await registers())
        #expect(try await world.connects())
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(contexts.count == 1)
    }

    @Test func whoSaysWhatToDialIsNotHelped() async throws {
        #expect(await registers())
        #expect(try await world.connects(ConnectSettings(accessPoint: try AccessPointName("a"))))
        #expect(directory.asked.isEmpty && directory.memory.isEmpty)
    }

    @Test func credentialsThatAreGivenComeFirst() throws {
        let given = ConnectSettings(username: try Credential("me", name: "username"), authentication: .chap)
        let adopted = given.adopting(directory.found[0])
        #expect(adopted.username == given.username && adopted.password == nil && adopted.authentication == .chap)
        #expect(adopted.accessPoint?.text == "a")
    }

    @Test func aListThatIsNotThereIsNamedWhenNothingWorks() async throws {
        directory.trouble = .absent("/list.xml")
        #expect(await registers())
        let call = connect()
        #expect(await refuseCall(1, .hangUp))
        guard case .failure(let error as ModemError) = await call.result else { return #expect(Bool(false)) }
        #expect(error == .withoutAccessPoint(.callFailed(.hangUp), .absent("/list.xml")))
        #expect(error.message.contains("mobile-broadband-provider-info") && contexts.isEmpty)
        #expect(try await world.connects(), "the stick's own may work")
    }

    @Test func disconnectEndsTheTries() async throws {
        #expect(await registers())
        let call = connect()
        #expect(await world.wait { world.calls.all.count == 1 })
        try await world.modem.disconnect()
        guard case .failure(let error as ModemError) = await call.result else { return #expect(Bool(false)) }
        #expect(error == .aborted && contexts.count == 1)
    }
}
