import Testing

@testable import ModemCore

@Suite struct StoredPINRuleTests {
    private static let untouched = StoredPINRecord()
    private static let sent = StoredPINRecord(wasInVainSinceBoot: true)
    private static let open = StoredPINRecord(isUnsettled: true, wasInVainSinceBoot: true)
    private static let openSinceLongAgo = StoredPINRecord(isUnsettled: true)
    private static let refused = StoredPINRecord(wasRefused: true)

    @Test(arguments: [
        (Int32?(3), untouched, StoredPINRule.send), (3, sent, .hold(.pinSentBefore)), (3, open, .hold(.pinSentBefore)),
        // It cannot have been refused: the counter is full.
        (3, openSinceLongAgo, .send), (3, refused, .hold(.pinRefused)),
        (2, untouched, .hold(.pinRetriesLow)), (1, sent, .hold(.pinRetriesLow)), (0, untouched, .hold(.pinRetriesLow)),
        (2, open, .wasRefused), (1, openSinceLongAgo, .wasRefused), (2, refused, .hold(.pinRefused)),
        (nil, untouched, .hold(.pinRetriesUnknown)), (nil, open, .hold(.pinRetriesUnknown)),
        (nil, refused, .hold(.pinRefused)), (-1, untouched, .hold(.pinRetriesLow)),
    ])
    func whatMayBeSent(tries: Int32?, record: StoredPINRecord, rule: StoredPINRule) {
        #expect(StoredPINRule(tries: tries, record) == rule)
    }

    /// Nothing else than three tries and a clean record lets one be sent.
    @Test func whateverElseIsKnownNothingIsSent() {
        for tries in [nil, -1, 0, 1, 2, 3, 4] as [Int32?] {
            for bits in 0..<8 {
                let record = StoredPINRecord(
                    wasRefused: bits & 1 != 0, isUnsettled: bits & 2 != 0, wasInVainSinceBoot: bits & 4 != 0)
                let maySend = (tries ?? 0) >= 3 && !record.wasRefused && !record.wasInVainSinceBoot
                #expect((StoredPINRule(tries: tries, record) == .send) == maySend)
            }
        }
    }

    @Test func everyReasonAsksForThePINAndSaysWhatToDo() {
        for reason in StateReason.allCases where reason.rawValue.hasPrefix("pin-") {
            #expect(reason.asksForPIN)
            #expect(reason.message.contains("SendPin") && reason.message.contains("zte-client sim unlock"))
        }
    }
}
