import EventLoop

/// What one device shows on the bus: answers to transfers. The stick has two, a CD-ROM and a modem.
@LoopActor protocol USBFace: AnyObject {
    /// Called with the address of an endpoint that has new data (IN) or room again (OUT). Set by the connection.
    var onReady: (@LoopActor (UInt8) -> Void)? { get set }
    func control(_ setup: SetupPacket, data: [UInt8]) -> ControlAnswer
    func receive(_ data: [UInt8], endpoint: UInt8) -> OutAnswer
    /// At most `limit` bytes for an IN transfer; nil keeps the transfer waiting.
    func produce(endpoint: UInt8, limit: Int) -> InAnswer?
    /// The device is off the bus.
    func detached()
}

enum ControlAnswer: Equatable, Sendable {
    /// Done; what an IN request gets back.
    case data([UInt8])
    case stall

    static let done = ControlAnswer.data([])
}

enum OutAnswer: Equatable, Sendable {
    case taken
    case stall
    /// No room: the host waits, and is asked again after ``USBFace/onReady``.
    case later
}

enum InAnswer: Equatable, Sendable {
    case data([UInt8])
    case stall
}
