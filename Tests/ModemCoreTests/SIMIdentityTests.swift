import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What identifies the subscriber.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SIMIdentityTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }

    @Test func allOfIt() async throws {
        #expect(await world.registers())
        world.stick.says("+CNUM: \"\",\"+491701234567\",145|OK", to: "AT+CNUM")
        let identity = try await modem.readIdentity()
        let number = try PhoneNumber("+491701234567")
        #expect(identity == SIMIdentity(iccid: "89490100000000000001", imsi: "262011234567890", numbers: [number]))
    }

    @Test func whatIsRefusedIsLeftOut() async throws {
        #expect(await world.registers())
        world.stick.answers["AT+CIMI"] = "\r\nERROR\r\n"
        #expect(try await modem.readIdentity() == SIMIdentity(iccid: "89490100000000000001"))
    }

    @Test(arguments: [
        "262011234567890\u{1b}[2J", "26201123456789012345", "12345", "IMSI", "２６２０１１２３４", "+CIMI: \"\"",
    ])
    func whatIsNoIMSIIsLeftOut(answer: String) async throws {
        #expect(await world.registers())
        world.stick.says("\(answer)|OK", to: "AT+CIMI")
        #expect(try await modem.readIdentity().imsi == nil)
    }

    @Test func aLockedSIMSaysWhatItMay() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.stick.says("+CME ERROR: 11", to: "AT+CIMI")
        world.plugModem()
        #expect(await world.reachesState(.locked))
        #expect(try await modem.readIdentity() == SIMIdentity(iccid: "89490100000000000001"))
    }

    @Test func whoAsksMeanwhileGetsTheSameAnswer() async throws {
        #expect(await world.registers())
        let before = world.stick.log.count { $0 == "AT+CIMI" }
        let questions = (1...40).map { _ in Task { try await world.modem.readIdentity() } }
        var answers: [SIMIdentity] = []
        for question in questions { answers.append(try await question.value) }
        #expect(answers.allSatisfy { $0 == answers.first && $0.imsi == "262011234567890" })
        #expect(world.stick.log.count { $0 == "AT+CIMI" } == before + 1)
        _ = try await modem.readIdentity()
        #expect(world.stick.log.count { $0 == "AT+CIMI" } == before + 2)
    }

    @Test func aStickThatFallsSilentIsNotWaitedForForever() async {
        #expect(await world.registers())
        world.stick.wedges["ttyUSB2"] = "AT+CNUM"
        await #expect(throws: ModemError.timedOut("Reading the SIM")) { try await modem.readIdentity() }
    }

    @Test func aStickThatLeavesMeanwhileIsGone() async {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CNUM")
        let waiting = Task { try await world.modem.readIdentity() }
        #expect(await world.wait { world.stick.log.contains("AT+CNUM") })
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
    }

    @Test func nothingOfItIsInASnapshot() async throws {
        #expect(await world.registers())
        world.stick.says("+CNUM: \"\",\"+491701234567\",145|OK", to: "AT+CNUM")
        _ = try await modem.readIdentity()
        for case .changed(_, let snapshot) in world.changes {
            for secret in ["89490100000000000001", "262011234567890", "491701234567"] {
                #expect(!"\(snapshot)".contains(secret))
            }
        }
    }
}
