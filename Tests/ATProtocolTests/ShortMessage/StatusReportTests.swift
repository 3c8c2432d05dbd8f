import Testing

@testable import ATProtocol

@Suite struct StatusReportTests {
    @Test func whatBecameOfAMessage() throws {
        let report = try report(
            "07911326040000F006A50B911346610089F662115231700040 62115231802340 00".filter { $0 != " " })
        #expect(report.serviceCentre?.text == "+31624000000")
        #expect(report.reference == 0xa5)
        #expect(report.recipient.text == "+31641600986")
        #expect(report.submitted?.text == "2026-11-25T13:07:00+01:00")
        #expect(report.discharged?.text == "2026-11-25T13:08:32+01:00")
        #expect(report.status.outcome == .delivered)
    }

    @Test func whatFollowsTheStatusIsNotRead() throws {
        let first = "0006A50B911346610089F66211523170004062115231802340"
        #expect(try report(first + "30").status == DeliveryStatus(code: 0x30))
        #expect(try report(first + "46FF000000").status.outcome == .failed)
        #expect(throws: PDUError.truncated) { try report(first) }
    }

    @Test func everyStatusHasAnOutcomeAndWords() {
        for code in UInt8.min...UInt8.max {
            let status = DeliveryStatus(code: code)
            #expect(!status.reason.isEmpty)
            let expected: DeliveryStatus.Outcome = code < 0x20 ? .delivered : code < 0x40 ? .pending : .failed
            #expect(status.outcome == expected)
        }
        #expect(DeliveryStatus(code: 0x46).reason == "it expired before it could be delivered")
    }
}
