import DBus
import EventLoop
import ModemAPI
import TestSupport
import Testing

/// `zte-client ussd`, `balance` and `top-up` against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct USSDCommandTests {
    private func run(_ arguments: [String], _ service: FakeService, input: String? = nil) async throws -> (
        status: Int32, output: String, errors: String
    ) {
        try await RunningClient.run(arguments, bus: service.bus.address, input: input)
    }

    @Test func anAnswerIsPrinted() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let plain = try await run(["ussd", "*100#"], service)
        #expect(plain.status == 0 && plain.errors == "" && plain.output == "This is *100#\n")
        let json = try await run(["ussd", "*100#", "1-1.2", "--json"], service)
        #expect(json.output == #"{"text":"This is *100#","asks":false}"# + "\n")
        #expect(stick.orders == [["*100#"], ["*100#"]])
    }

    @Test func aMenuNobodyAnswersIsEnded() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let run = try await run(["ussd", "*101#"], service)
        #expect(run.status == 0 && run.output == "Menu\n1 \\x1b[31mred\n" && run.errors.contains("--respond"))
        #expect(stick.orders == [["*101#"], ["cancel"]])
    }

    @Test func answersMayBeGivenBefore() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let answered = try await run(["ussd", "*101#", "--respond", "again", "--respond", "1", "--json"], service)
        #expect(answered.status == 0 && answered.errors == "")
        #expect(
            answered.output == """
                {"text":"Menu\\n1 \\u001b[31mred","asks":true}
                {"text":"Chosen: again","asks":true}
                {"text":"Chosen: 1","asks":false}

                """)
        #expect(stick.orders == [["*101#"], ["again"], ["1"]])
        let tooMany = try await run(["ussd", "*100#", "--respond", "1"], service)
        #expect(tooMany.status == 1 && tooMany.output == "This is *100#\n")
    }

    @Test func aPersonAnswersOnTheTerminal() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let client = try RunningClient(["ussd", "*101#"], bus: service.bus.address, streams: .terminal)
        await client.waitForOutput("Answer (none ends it): ")
        client.type("again\n")
        await client.waitForOutput("Chosen: again")
        client.type("\n")
        #expect(await client.end() == 0)
        #expect(!client.output.contains("\u{1b}"))
        #expect(stick.orders == [["*101#"], ["again"], ["cancel"]])
    }

    // MARK: Codes of the operator

    private static func code(_ purpose: String, _ code: String, _ placeholder: String? = nil) -> [String: Value] {
        var values: [String: Value] = ["purpose": .string(purpose), "provider": .string("Ow\u{1b}ner")]
        values["code"] = .string(code)
        values["placeholder"] = placeholder.map { .string($0) }
        return values
    }

    private static let message: [String: Value] = [
        "purpose": .string("balance"), "provider": .string("Owner"), "number": .string("8888"), "text": .string("BAL"),
    ]

    @Test func theBalanceIsAskedForByTheCodeOfTheOperator() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        #expect(try await run(["balance"], service).status == 1)
        stick.serviceCodes = [Self.message, Self.code("top-up", "*9#"), Self.code("balance", "*100#")]
        let asked = try await run(["balance"], service)
        #expect(asked.status == 0 && asked.output == "This is *100#\n" && asked.errors == "*100# (Ow\\x1bner)\n")
        #expect(try await run(["balance", "--json"], service).errors == "")
    }

    @Test func noMessageIsSentUnasked() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.serviceCodes = [Self.message]
        let run = try await run(["balance"], service)
        #expect(run.status == 1 && run.output == "" && run.errors.contains("'BAL' to 8888"))
        #expect(stick.orders.isEmpty)
    }

    @Test func aVoucherTakesThePlaceThatIsKeptForIt() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.serviceCodes = [Self.code("top-up", "*103*CODE#", "CODE")]
        let run = try await run(["top-up", "--voucher-fd", "3"], service, input: "123456\n")
        #expect(run.status == 0 && !run.errors.contains("123456"))
        #expect(stick.orders == [["*103*123456#"]])
        let wrong = try await self.run(["top-up", "--voucher-fd", "3"], service, input: "12#,34\n")
        #expect(wrong.status == 2)
        #expect(stick.orders.count == 1)
    }
}
