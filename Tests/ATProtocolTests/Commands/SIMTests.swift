import ATProtocol
import Testing

@Suite struct SIMTests {
    @Test(arguments: [
        ("READY", SIMState.ready), ("SIM PIN", .pin), ("SIM PUK", .puk), ("SIM PIN2", .pin2), ("SIM PUK2", .puk2),
        ("\"SIM PIN\"", .pin), ("PH-NET PIN", .deviceLock("PH-NET PIN")),
    ])
    func theSIMSaysWhatItWaitsFor(words: String, state: SIMState) throws {
        #expect(try AT.SIMStatus().reply(to: answer("+CPIN: " + words)) == state)
    }

    @Test(arguments: [
        ("10", SIMState.missing), ("13", .failure), ("14", .busy), ("15", .failure), ("11", .pin), ("12", .puk),
        ("SIM not inserted", .missing), ("SIM failure", .failure), ("SIM busy", .busy),
    ])
    func anErrorIsAState(reason: String, state: SIMState) throws {
        #expect(try AT.SIMStatus().reply(to: "+CME ERROR: \(reason)".framed) == state)
    }

    @Test func otherErrorsStayErrors() {
        #expect(throws: ATError.cme(CMEError(.operationNotAllowed))) {
            try AT.SIMStatus().reply(to: "+CME ERROR: 3".framed)
        }
        #expect(throws: ATError.unexpectedResponse("+CPIN: WHATEVER")) {
            try AT.SIMStatus().reply(to: answer("+CPIN: WHATEVER"))
        }
    }

    @Test(arguments: [(16, CMEError.Code.incorrectPassword), (12, .simPukRequired)])
    func aWrongPINIsAnError(number: Int, code: CMEError.Code) throws {
        #expect(throws: ATError.cme(CMEError(code))) {
            try AT.EnterPIN("0000").reply(to: "+CME ERROR: \(number)".framed)
        }
    }

    @Test(arguments: [
        ("+ZPINPUK: 3,10", PINRetries(pin: 3, puk: 10)), ("+ZPINPUK:1,10,3,10", PINRetries(pin: 1, puk: 10)),
        ("+ZPINPUK: (3),(10)", PINRetries(pin: 3, puk: 10)), ("+ZPINPUK=\"0\",\"9\"", PINRetries(pin: 0, puk: 9)),
        ("+ZPINPUK: 2", PINRetries(pin: 2, puk: nil)),
    ])
    func countersAreFoundInTheirShapes(line: String, retries: PINRetries) throws {
        #expect(try AT.PINRetriesQuery().reply(to: answer(line)) == retries)
    }

    @Test(arguments: ["+ZPINPUK:", "+ZPINPUK: 100,10", "+ZPINPUK: 3,99999999999999999999", "+ZPINPUK: x"])
    func aWrongCounterIsNoCounter(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.PINRetriesQuery().reply(to: answer(line)) }
    }

    @Test(arguments: ["268019912345678", "+CIMI: 268019912345678", "+CIMI: \"268019912345678\""])
    func anIMSIComesWithAndWithoutItsPrefix(line: String) throws {
        #expect(try AT.SubscriberIdentity().reply(to: answer(line)) == "268019912345678")
    }

    @Test(arguments: ["12345", "1234567890123456", "26801x"])
    func whatIsNoIMSIIsRefused(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.SubscriberIdentity().reply(to: answer(line)) }
    }

    @Test(arguments: [
        ("+CRSM: 144,0,\"98530120000021436587\"", "89351002000012345678"),
        ("+CRSM: 144,0,985301200000214365F7", "8935100200001234567"),
        ("+CRSM: 145,12,\"89351002000012345678\"", "89351002000012345678"),
        ("+CRSM: 144,0,\"986800A1000021436587\"", "8986001A000012345678"),
    ])
    func aCardNumberIsReadFromItsFile(line: String, expected: String) throws {
        #expect(try AT.CardIdentity().reply(to: answer(line)) == expected)
    }

    @Test(arguments: [
        "+CRSM: 106,130", "+CRSM: 148,4,\"\"", "+CRSM: 144,0,\"9853\"", "+CRSM: 144,0,\"zz530120000021436587\"",
        "+CRSM: 144,0,\"ffffffffffffffffffff\"", "+CRSM: 106,130,\"98530120000021436587\"",
    ])
    func whatTheCardRefusesIsNoNumber(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.CardIdentity().reply(to: answer(line)) }
    }

    @Test(arguments: [
        "+CCID: \"89351020000012345678\"", "+CCID: 89351020000012345678", "89351020000012345678",
        "+ICCID: 89351020000012345678",
    ])
    func aCardNumberIsFoundInItsShapes(line: String) throws {
        #expect(try AT.CardIdentity(.ccid).reply(to: answer(line)) == "89351020000012345678")
        #expect(try AT.CardIdentity(.iccid).reply(to: answer(line)) == "89351020000012345678")
    }
}
