import Testing

@testable import ModemEmulator

@Suite struct BulkOnlyTransportTests {
    private var transport = BulkOnlyTransport()

    private mutating func send(_ bytes: [UInt8], _ result: SCSIResult = .passed) -> OutAnswer {
        transport.receive(bytes) { _ in result }
    }

    @Test mutating func aCommandWithoutDataGetsItsStatus() {
        #expect(send(Command.wrapper(Command.ready)) == .taken)
        #expect(transport.produce(limit: 13) == .data(Command.status(0)))
        #expect(transport.produce(limit: 13) == nil)
    }

    @Test mutating func dataComesFirstAndInPiecesOfTheHostsChoice() {
        _ = send(Command.wrapper(Command.ready, expecting: 5), .data([1, 2, 3, 4, 5]))
        #expect(transport.produce(limit: 2) == .data([1, 2]))
        #expect(transport.produce(limit: 2) == .data([3, 4]))
        #expect(transport.produce(limit: 2) == .data([5]))
        #expect(transport.produce(limit: 13) == .data(Command.status(0)))
    }

    @Test mutating func lessDataThanExpectedIsResidue() {
        _ = send(Command.wrapper(Command.ready, expecting: 36), .data([1, 2]))
        #expect(transport.produce(limit: 36) == .data([1, 2]))
        #expect(transport.produce(limit: 13) == .data(Command.status(0, residue: 34)))
    }

    @Test mutating func aFailureWithExpectedDataStallsUntilTheHaltIsCleared() {
        _ = send(Command.wrapper(Command.message, expecting: 32), .failed)
        #expect(transport.produce(limit: 32) == .stall)
        #expect(transport.produce(limit: 13) == .stall)
        transport.clearHalt(in: true)
        #expect(transport.produce(limit: 13) == .data(Command.status(1, residue: 32)))
    }

    @Test mutating func aFailureWithDataFromTheHostStallsTheOtherWay() {
        _ = send(Command.wrapper([0x2A], expecting: 512, isIn: false), .failed)
        #expect(send([UInt8](repeating: 0, count: 512)) == .stall)
        transport.clearHalt(in: false)
        #expect(transport.produce(limit: 13) == .data(Command.status(1, residue: 512)))
    }

    @Test mutating func moreDataThanExpectedIsAPhaseError() {
        _ = send(Command.wrapper(Command.ready, expecting: 2), .data([1, 2, 3]))
        #expect(transport.produce(limit: 2) == .data([1, 2]))
        #expect(transport.produce(limit: 13) == .data(Command.status(2)))
        _ = send(Command.wrapper(Command.ready), .data([1]))
        #expect(transport.produce(limit: 13) == .data(Command.status(2)))
    }

    private static let good = Command.wrapper(Command.ready)

    private static let invalid: [[UInt8]] = {
        var bad: [[UInt8]] = [[], Array(good.dropLast()), good + [0]]
        // Signature, reserved flag bits, a unit beyond 15, a command of no bytes and of 17.
        for (index, value) in [(0, 0), (12, 0x81), (13, 16), (14, 0), (14, 17)] {
            var bytes = good
            bytes[index] = UInt8(value)
            bad.append(bytes)
        }
        return bad
    }()

    @Test(arguments: invalid)
    mutating func anInvalidWrapperStallsBothWaysUntilAReset(bytes: [UInt8]) {
        #expect(send(bytes) == .stall)
        #expect(transport.produce(limit: 13) == .stall)
        transport.clearHalt(in: true)
        transport.clearHalt(in: false)
        #expect(transport.produce(limit: 13) == .stall)
        #expect(send(Self.good) == .stall)
        transport.reset()
        transport.clearHalt(in: true)
        transport.clearHalt(in: false)
        #expect(send(Self.good) == .taken)
        #expect(transport.produce(limit: 13) == .data(Command.status(0)))
    }
}
