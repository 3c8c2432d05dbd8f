import DBus
import EventLoop
import ModemAPI
import TestSupport
import Testing

/// `zte-client sim` and `zte-client at` against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct SIMCommandTests {
    @Test func whoTheSIMBelongsTo() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1.2")
        let run = try await RunningClient.run(["sim", "identity"], bus: service.bus.address)
        #expect(run.status == 0 && run.errors == "")
        #expect(
            run.output == """
                ICCID   89351010000000000014
                IMSI    268011234567890
                Number  +351911234567
                Number  \\x1b[2J

                """)
        let json = try await RunningClient.run(["sim", "identity", "--json"], bus: service.bus.address)
        #expect(json.output.hasPrefix(#"{"iccid":"89351010000000000014","imsi":"268011234567890","numbers":["#))
    }

    @Test(arguments: ["on", "off"]) func thePINIsTurnedOnAndOff(verb: String) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let run = try await RunningClient.run(
            ["sim", "pin", verb, "--pin-fd", "3"], bus: service.bus.address, input: "1234\n")
        #expect(run.status == 0 && run.errors == "" && run.output.hasPrefix("1-1.2: the SIM "))
        #expect(stick.orders == [["1234", verb == "on" ? "true" : "false"]])
        let wrong = try await RunningClient.run(
            ["sim", "pin", verb, "--pin-fd", "3"], bus: service.bus.address, input: "0000\n")
        #expect(wrong.status == 1 && wrong.output == "" && !wrong.errors.contains("0000"))
    }

    @Test func aLockedSIMIsUnlocked() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        stick.set(SimInterface.pinRetries, 3)
        let run = try await RunningClient.run(
            ["sim", "unlock", "--pin-fd", "3"], bus: service.bus.address, input: "1234\n")
        #expect(run.status == 0 && run.output == "1-1.2: the SIM is open\n")
        #expect(stick.orders == [["pin", "1234"]])
    }

    @Test func itsPINIsStoredWhereItIsWanted() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        let unlock = ["sim", "unlock", "--save", "--pin-fd", "3"]
        let first = try await RunningClient.run(unlock, bus: service.bus.address, input: "1234\n")
        #expect(first.status == 0 && first.output == "1-1.2: the SIM is open, and its PIN is stored in profile 1\n")
        let card = Value.string("89351010000000000014")
        #expect(service.profiles.stored["1"] == ["sim": card, "pin": .string("1234")])
        let second = try await RunningClient.run(unlock, bus: service.bus.address, input: "4321\n")
        #expect(second.status == 0 && service.profiles.stored == ["1": ["sim": card, "pin": .string("4321")]])
    }

    @Test func theLastTryHasToBeMeant() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "locked")
        stick.set(SimInterface.lock, "pin")
        stick.set(SimInterface.pinRetries, 1)
        let unlock = ["sim", "unlock", "--pin-fd", "3"]
        let refused = try await RunningClient.run(unlock, bus: service.bus.address, input: "1234\n")
        #expect(refused.status == 1 && refused.errors.contains("--last-try") && stick.orders.isEmpty)
        let meant = try await RunningClient.run(unlock + ["--last-try"], bus: service.bus.address, input: "1234\n")
        #expect(meant.status == 0 && stick.orders == [["last pin", "1234"]])
    }

    @Test(arguments: [("none", "the SIM is open already"), ("puk", "zte-client sim puk")])
    func aSIMThatDoesNotAskIsLeftAlone(lock: String, words: String) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.set(SimInterface.lock, lock)
        let run = try await RunningClient.run(
            ["sim", "unlock", "--pin-fd", "3"], bus: service.bus.address, input: "1234\n")
        #expect(run.status == 1 && run.errors.contains(words) && stick.orders.isEmpty)
    }

    @Test func howItStandsWithTheSIM() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.go("locked", reason: "pin-refused", message: "The SIM refused the stored PIN\u{1b}.")
        stick.set(SimInterface.lock, "pin")
        stick.set(SimInterface.pinRetries, 2)
        let run = try await RunningClient.run(["sim", "status"], bus: service.bus.address)
        #expect(
            run.output == """
                SIM
                  Lock        waits for its PIN
                  PIN tries   2
                  What to do  The SIM refused the stored PIN\\x1b.

                """)
        let json = try await RunningClient.run(["sim", "status", "--json"], bus: service.bus.address)
        #expect(json.output.contains(#""StateReason":"pin-refused""#) && json.output.contains(#""Sim":{"Lock":"pin""#))
    }

    @Test func whatIsNotGivenIsAskedForWithoutEcho() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.set(SimInterface.pinRetries, 3)
        stick.set(SimInterface.pukRetries, 10)
        let change = try RunningClient(["sim", "change"], bus: service.bus.address, streams: .terminal)
        await change.waitForOutput("PIN (3 tries left): ")
        change.type("1234\n")
        await change.waitForOutput("New PIN: ")
        change.type("4321\n")
        #expect(await change.end() == 0)
        #expect(!change.output.contains("1234") && !change.output.contains("4321"))
        let puk = try RunningClient(
            ["sim", "puk", "--new-pin-fd", "3"], bus: service.bus.address, streams: .terminal, input: "4321\n")
        await puk.waitForOutput("PUK (10 tries left): ")
        puk.type("12345678\n")
        #expect(await puk.end() == 0)
        #expect(stick.orders == [["1234", "4321"], ["12345678", "4321"]])
    }

    @Test func anAnswerOfTheStickIsPrintedLineByLine() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let run = try await RunningClient.run(
            ["at", "AT+CSQ", "1-1.2", "--timeout", "30"], bus: service.bus.address)
        #expect(run.status == 0 && run.output == "+CSQ: 20,99\n\\u202e\nOK\n")
        #expect(stick.orders == [["AT+CSQ", "30000"]])
        let json = try await RunningClient.run(["at", "AT+CSQ", "--json"], bus: service.bus.address)
        #expect(json.output == #"["+CSQ: 20,99","\u202e","OK"]"# + "\n")
    }
}
