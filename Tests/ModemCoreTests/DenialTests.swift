import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A network that refuses the stick, and why.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct DenialTests {
    private let world = ScriptedWorld()

    private func isRefused(_ report: String = "+CREG: 2,3") async -> Bool {
        world.stick.answers["AT+CREG?"] = "\r\n\(report)\r\n\r\nOK\r\n"
        world.stick.answers["AT+CGREG?"] = "\r\n+CGREG: 2,3\r\n\r\nOK\r\n"
        world.plugModem()
        return await world.wait { world.modem.snapshot.reason == .registrationDenied }
    }

    private func refusal() async -> ModemError? {
        do throws(ModemError) { _ = try await world.modem.connect(ConnectSettings()) } catch { return error }
        return nil
    }

    @Test(arguments: [
        (11, "The network refuses this SIM. The network says (11): the SIM may not use this network;"),
        (2, "The network refuses this SIM. The network says (2): the network does not know the SIM:"),
        (200, "The network refuses this SIM;"),
    ])
    func theNetworkHasANumberForIt(cause: Int, words: String) async {
        world.stick.answers["AT+CREG=3"] = "\r\nOK\r\n"
        #expect(await isRefused("+CREG: 2,3,,,,0,\(cause)"))
        #expect(world.modem.snapshot.message.hasPrefix(words))
        #expect(await refusal()?.message.hasPrefix(words) == true)
        // It goes on reporting what it reported before.
        #expect(world.stick.log.filter { $0.hasPrefix("AT+CREG=") }.last == "AT+CREG=2")
    }

    @Test func aStickThatKnowsNoNumbersHasWords() async {
        world.stick.answers["AT+CEER"] = "\r\n+CEER: Illegal MS\r\n\r\nOK\r\n"
        #expect(await isRefused())
        #expect(world.modem.snapshot.message == "The network refuses this SIM. The stick says: Illegal MS.")
    }

    @Test func whatNobodyKnowsIsNotInvented() async {
        #expect(await isRefused())
        #expect(world.modem.snapshot.message == StateReason.registrationDenied.message)
        #expect(await refusal() == .notRegistered(denied: true))
    }

    @Test func itIsAskedOnceForEachRefusal() async {
        #expect(await isRefused())
        await world.pass(.seconds(600))
        #expect(world.stick.log.filter { $0 == "AT+CEER" }.count == 1)
    }
}
