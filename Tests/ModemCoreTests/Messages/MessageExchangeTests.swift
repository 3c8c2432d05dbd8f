import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Messages on their way from a SIM into the archive, and what may happen to them there.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct MessageExchangeTests {
    private let archive = ScriptedArchive()
    private let world: ScriptedWorld
    private var stick: ScriptedStick { world.stick }
    private static let card = "89490100000000000001"
    /// "How are you?", and another one to the same number.
    private static let first = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"
    private static let second = "07911326040000F0040B911346610089F60000208062917315080CC8F71D14969741F977FD07"

    init() {
        world = ScriptedWorld(archive: archive)
        stick.answers["AT+CSMS=0"] = "\r\n+CSMS: 1,1,1\r\n\r\nOK\r\n"
        stick.answers["AT+CMGF=0"] = "\r\nOK\r\n"
        stick.answers["AT+CNMI=1,1,0,1,0"] = "\r\nOK\r\n"
        stick.says("+CPMS: (\"SM\"),(\"SM\"),(\"SM\")|OK", to: "AT+CPMS=?")
        stick.says("+CPMS: 1,20,1,20,1,20|OK", to: "AT+CPMS=\"SM\"")
        holds(Self.first)
        stick.answers["AT+CMGD=1"] = "\r\nOK\r\n"
    }

    private static func length(_ pdu: String) -> Int { pdu.utf8.count / 2 - 8 }

    /// What is in place 1, and how it is shown in the list and by itself.
    private func holds(_ pdu: String, inList shown: String? = nil, byItself: String? = nil) {
        let length = Self.length(pdu)
        stick.says("+CMGL: 1,0,,\(length)|\(shown ?? pdu)|OK", "OK", to: "AT+CMGL=4")
        stick.says("+CMGR: 0,,\(length)|\(byItself ?? pdu)|OK", to: "AT+CMGR=1")
    }

    private func taken(_ card: String = card) -> [String] {
        archive.taken[card, default: []].map { HexText.text($0) }
    }

    private var deletions: Int { stick.log.count { $0 == "AT+CMGD=1" } }

    @Test func itIsTakenAndThenDeleted() async {
        #expect(await world.registers())
        #expect(await world.wait { deletions == 1 })
        #expect(taken() == [Self.first])
    }

    /// Octets were lost on the way.
    @Test func aDamagedOneIsReadAgain() async {
        holds(Self.first, inList: String(Self.first.dropLast(6)))
        #expect(await world.registers())
        #expect(await world.wait { deletions == 1 })
        #expect(taken() == [Self.first])
    }

    @Test func whatIsDamagedEachTimeInAnotherWayStays() async {
        holds(Self.first, inList: String(Self.first.dropLast(6)), byItself: String(Self.first.dropLast(4)))
        #expect(await world.registers())
        await world.pass(.seconds(60))
        #expect(deletions == 0 && taken().isEmpty)
    }

    @Test func whatIsTheSameEachTimeIsWhatItIs() async {
        let odd = String(Self.first.dropLast(6))
        holds(Self.first, inList: odd, byItself: odd)
        #expect(await world.registers())
        #expect(await world.wait { deletions == 1 })
        #expect(taken() == [odd])
    }

    /// A message may take the place of an earlier one (23.040, 9.2.3.9).
    @Test func whatCameInItsPlaceIsNotDeletedUnread() async {
        stick.says(
            "+CMGL: 1,0,,\(Self.length(Self.first))|\(Self.first)|OK",
            "+CMGL: 1,0,,\(Self.length(Self.second))|\(Self.second)|OK", "OK", to: "AT+CMGL=4")
        stick.says("+CMGR: 0,,\(Self.length(Self.second))|\(Self.second)|OK", to: "AT+CMGR=1")
        #expect(await world.registers())
        #expect(await world.wait { deletions == 1 })
        #expect(taken() == [Self.first, Self.second])
    }

    /// It was changed without a word.
    @Test func thoseOfAnotherSIMAreThatSIMs() async {
        stick.says("OK", to: "AT+CMGL=4")
        #expect(await world.registers())
        #expect(await world.wait { stick.log.contains("AT+CMGL=4") })
        stick.says("+CRSM: 144,0,\"98941000000000000020\"|OK", to: "AT+CRSM=176,12258,0,0,10")
        holds(Self.first)
        stick.says("+CMGL: 1,0,,\(Self.length(Self.first))|\(Self.first)|OK", to: "AT+CMGL=4")
        world.ports.port("ttyUSB2")?.say("\r\n+CMTI: \"SM\",1\r\n")
        #expect(await world.wait { deletions > 0 })
        #expect(taken().isEmpty && taken("89490100000000000002") == [Self.first])
    }

    @Test func aSIMThatIsBusyAtFirstLosesNothing() async {
        stick.says("+CMS ERROR: 314", "+CPMS: (\"SM\",\"ME\"),(\"SM\"),(\"SM\")|OK", to: "AT+CPMS=?")
        stick.says("+CPMS: 0,20|OK", to: "AT+CPMS=\"ME\"")
        #expect(await world.registers())
        #expect(await world.wait { deletions == 1 && stick.log.contains("AT+CPMS=\"ME\"") })
        #expect(taken() == [Self.first])
    }

    @Test func whatAnAdministratorHasSetIsSetAnew() async throws {
        stick.answers["AT+CMGF=1"] = "\r\nOK\r\n"
        #expect(await world.registers())
        #expect(await world.wait { deletions == 1 })
        _ = try await world.modem.send(try RawCommand("AT+CMGF=1"))
        holds(Self.second)
        world.ports.port("ttyUSB2")?.say("\r\n+CMTI: \"SM\",1\r\n")
        #expect(await world.wait { deletions == 2 })
        let relevant = stick.log.filter { $0.hasPrefix("AT+CMGF") || $0 == "AT+CMGL=4" }
        #expect(relevant == ["AT+CMGF=0", "AT+CMGL=4", "AT+CMGF=1", "AT+CMGF=0", "AT+CMGL=4"])
    }

    /// Of other reports the newest are kept.
    @Test func oneThatIsHandedOverIsNotLostInAFlood() async {
        stick.says("OK", to: "AT+CMGL=4")
        #expect(await world.registers())
        #expect(await world.wait { stick.log.contains("AT+CMGL=4") })
        let flood = String(repeating: "\r\n+ZUSIMR:2\r\n", count: 500)
        world.ports.port("ttyUSB2")?.say("\r\n+CMT: ,\(Self.length(Self.first))\r\n\(Self.first)\r\n" + flood)
        #expect(await world.wait { taken() == [Self.first] })
    }

    @Test func whatCannotBeKeptStays() async {
        archive.isFull = true
        #expect(await world.registers())
        await world.pass(.seconds(20))
        #expect(deletions == 0)
        archive.isFull = false
        holds(Self.first)
        #expect(await world.wait { deletions == 1 })
        #expect(taken() == [Self.first])
    }

    // MARK: The book

    private func book() -> MessageBook {
        let environment = world.environment()
        return MessageBook(archive: archive, usage: environment.usage, clock: world.clock) { 1_700_000_000 }
    }

    @Test func anOutcomeIsWrittenWhenItCanBe() async throws {
        let book = book()
        let message = try OutgoingMessage(to: try PhoneNumber("+491701234567"), text: "Hello")
        archive.isFull = true
        await book.finish(OutgoingPart(id: 1, number: 1, message: message), .sent(reference: 7))
        await book.finish(OutgoingPart(id: 1, number: 2, message: message), .unknown("nobody said"))
        await world.pass(.seconds(25))
        #expect(archive.outcomes.isEmpty)
        archive.isFull = false
        #expect(await world.wait { archive.outcomes == [.sent(reference: 7), .unknown("nobody said")] })
    }

    @Test func anArchiveThatCannotBeReadIsReadLater() async {
        let book = book()
        archive.isFull = true
        await book.load()
        #expect(archive.loads == 1)
        archive.isFull = false
        #expect(await world.wait { archive.loads >= 2 })
        let loads = archive.loads
        await world.pass(.seconds(60))
        #expect(archive.loads == loads)
        withExtendedLifetime(book) {}
    }
}

private enum HexText {
    static func text(_ octets: [UInt8]) -> String {
        octets.map { String($0 >> 4, radix: 16, uppercase: true) + String($0 & 0xf, radix: 16, uppercase: true) }
            .joined()
    }
}
