import ModemCore
import Testing

@testable import USBTransport

/// The three phases of a command, and every way a stick has of spoiling them.
@Suite struct BulkOnlyExchangeTests {
    private static let eject = CommandBlockWrapper(tag: 0x0102_0304, lun: 0, command: [0x1b, 0, 0, 0, 2, 0])

    /// Asks for 32 bytes of data.
    private static var inquiry: CommandBlockWrapper {
        get throws {
            var bytes = eject.bytes
            (bytes[8], bytes[12]) = (32, 0x80)
            return try #require(CommandBlockWrapper(raw: bytes))
        }
    }

    private static func status(_ value: UInt8, tag: [UInt8] = [4, 3, 2, 1]) -> [UInt8] {
        Array("USBS".utf8) + tag + [0, 0, 0, 0, value]
    }

    @Test(
        arguments: [
            (status(0), CommandStatus.passed), (status(1), .failed), (status(2), .phaseError), (status(3), .malformed),
            (status(0, tag: [4, 3, 2, 0]), .malformed), (Array(status(0).dropLast()), .malformed),
            (Array(repeating: 0, count: 13), .malformed),
        ] as [([UInt8], CommandStatus)])
    func theStatusIsRead(bytes: [UInt8], status: CommandStatus) {
        var exchange = BulkOnlyExchange(Self.eject)
        #expect(exchange.start() == .send(Self.eject.bytes))
        #expect(exchange.next(.done([])) == .receive(13))
        #expect(exchange.next(.done(bytes)) == .finish(status))
    }

    @Test func dataComesBeforeTheStatus() throws {
        var exchange = BulkOnlyExchange(try Self.inquiry)
        _ = exchange.start()
        #expect(exchange.next(.done([])) == .receive(32))
        #expect(exchange.next(.done(Array(repeating: 0, count: 32))) == .receive(13))
        #expect(exchange.next(.done(Self.status(0))) == .finish(.passed))
    }

    @Test func aStickThatLeavesTheDataOut() throws {
        var exchange = BulkOnlyExchange(try Self.inquiry)
        _ = exchange.start()
        _ = exchange.next(.done([]))
        #expect(exchange.next(.done(Self.status(1))) == .finish(.failed))
    }

    @Test func stalledDataIsClearedAndTheStatusRead() throws {
        var exchange = BulkOnlyExchange(try Self.inquiry)
        _ = exchange.start()
        _ = exchange.next(.done([]))
        #expect(exchange.next(.stalled) == .clearHalt(.fromStick))
        #expect(exchange.next(.done([])) == .receive(13))
        #expect(exchange.next(.done(Self.status(1))) == .finish(.failed))
    }

    @Test func aStalledStatusIsReadOnceMore() {
        var exchange = BulkOnlyExchange(Self.eject)
        _ = exchange.start()
        _ = exchange.next(.done([]))
        #expect(exchange.next(.stalled) == .clearHalt(.fromStick))
        #expect(exchange.next(.done([])) == .receive(13))
        #expect(exchange.next(.stalled) == .fail(.failed("the stick gives no status")))
    }

    @Test func anEmptyStatusIsReadOnceMore() {
        var exchange = BulkOnlyExchange(Self.eject)
        _ = exchange.start()
        _ = exchange.next(.done([]))
        #expect(exchange.next(.done([])) == .receive(13))
        #expect(exchange.next(.done([])) == .finish(.malformed))
    }

    @Test func aRefusedCommandLeavesTheEndpointClear() {
        var exchange = BulkOnlyExchange(Self.eject)
        _ = exchange.start()
        #expect(exchange.next(.stalled) == .clearHalt(.toStick))
        #expect(exchange.next(.done([])) == .fail(.failed("the stick refused the command")))
    }

    /// Leaving the bus ends the command in whatever phase it is.
    @Test(arguments: 0..<4) func unplugging(phase: Int) throws {
        var exchange = BulkOnlyExchange(try Self.inquiry)
        _ = exchange.start()
        let before: [BulkOnlyExchange.Outcome] = [.done([]), .stalled, .done([])]
        for outcome in before.prefix(phase) { _ = exchange.next(outcome) }
        #expect(exchange.next(.failed(.gone)) == .fail(.gone))
    }

    @Test func whatCannotBeDoneIsNotBegun() throws {
        var bytes = Self.eject.bytes
        bytes[8] = 32
        var out = BulkOnlyExchange(try #require(CommandBlockWrapper(raw: bytes)))
        #expect(out.start() == .fail(.failed("the command wants data to send")))
        (bytes[11], bytes[12]) = (0xff, 0x80)
        var large = BulkOnlyExchange(try #require(CommandBlockWrapper(raw: bytes)))
        #expect(large.start() == .fail(.failed("the command asks for too much data")))
    }

    /// Whatever a stick does, a command ends within a few steps.
    @Test func everySequenceEnds() throws {
        let outcomes: [BulkOnlyExchange.Outcome] = [
            .done([]), .done(Self.status(0)), .done(Array(repeating: 7, count: 32)), .stalled, .failed(.timedOut),
        ]
        func walk(_ exchange: BulkOnlyExchange, _ action: BulkOnlyExchange.Action, _ depth: Int) {
            switch action {
            case .finish, .fail: return
            case .send, .receive, .clearHalt:
                guard depth < 8 else {
                    Issue.record("still going after \(depth) steps")
                    return
                }
                for outcome in outcomes {
                    var next = exchange
                    let action = next.next(outcome)
                    walk(next, action, depth + 1)
                }
            }
        }
        for wrapper in [Self.eject, try Self.inquiry] {
            var exchange = BulkOnlyExchange(wrapper)
            let action = exchange.start()
            walk(exchange, action, 1)
        }
    }
}
