internal import ModemCore

/// One command over bulk-only transport: wrapper out, data in, status in (USB MSC BOT 1.0, 5.3 and 6.7). Pure: says what
/// to do next, and is told how it went.
struct BulkOnlyExchange {
    enum Action: Equatable {
        case send([UInt8])
        /// At most so many bytes.
        case receive(Int)
        case clearHalt(Direction)
        case finish(CommandStatus)
        case fail(StorageError)
    }

    enum Direction: Equatable { case toStick, fromStick }

    /// How the last action went.
    enum Outcome: Equatable {
        /// With what was received, if it was to receive.
        case done([UInt8])
        case stalled
        case failed(StorageError)
    }

    private enum State {
        case ready
        case command
        case clearingCommand
        case data
        case clearingData
        /// `again`: this is the second and last reading.
        case status(again: Bool)
        case clearingStatus
        case ended
    }

    /// No switch message asks for more; what a stick sends beyond what was asked for is an error of its own.
    static let dataLimit = 4096

    private let wrapper: CommandBlockWrapper
    private var state = State.ready

    init(_ wrapper: CommandBlockWrapper) { self.wrapper = wrapper }

    mutating func start() -> Action {
        if wrapper.dataLength > 0 && !wrapper.isDataIn { return end(.failed("the command wants data to send")) }
        if wrapper.dataLength > Self.dataLimit { return end(.failed("the command asks for too much data")) }
        state = .command
        return .send(wrapper.bytes)
    }

    mutating func next(_ outcome: Outcome) -> Action {
        if case .failed(let error) = outcome { return end(error) }
        switch state {
        case .command: return outcome == .stalled ? clear(.clearingCommand, .toStick) : afterCommand()
        case .clearingCommand: return end(.failed("the stick refused the command"))
        case .data: return afterData(outcome)
        case .clearingData: return readStatus(again: false)
        case .status(let again): return afterStatus(outcome, again: again)
        case .clearingStatus: return readStatus(again: true)
        case .ready, .ended: return end(.failed("no command is running"))
        }
    }

    private mutating func afterCommand() -> Action {
        if wrapper.dataLength == 0 { return readStatus(again: false) }
        state = .data
        return .receive(Int(wrapper.dataLength))
    }

    private mutating func afterData(_ outcome: Outcome) -> Action {
        guard case .done(let bytes) = outcome else { return clear(.clearingData, .fromStick) }
        if StatusWrapper.isStatus(bytes), bytes.count < wrapper.dataLength { return finish(bytes) }
        return readStatus(again: false)
    }

    private mutating func afterStatus(_ outcome: Outcome, again: Bool) -> Action {
        guard case .done(let bytes) = outcome else {
            return again ? end(.failed("the stick gives no status")) : clear(.clearingStatus, .fromStick)
        }
        // A transfer that ends before it began is what some sticks send after short data; the status follows.
        if bytes.isEmpty && !again { return readStatus(again: true) }
        return finish(bytes)
    }

    private mutating func readStatus(again: Bool) -> Action {
        state = .status(again: again)
        return .receive(StatusWrapper.length)
    }

    private mutating func clear(_ next: State, _ direction: Direction) -> Action {
        state = next
        return .clearHalt(direction)
    }

    private mutating func finish(_ bytes: [UInt8]) -> Action {
        state = .ended
        return .finish(StatusWrapper.status(bytes, tag: wrapper.tag))
    }

    private mutating func end(_ error: StorageError) -> Action {
        state = .ended
        return .fail(error)
    }
}
