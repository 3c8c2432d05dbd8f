/// The device side of the bulk-only transport: bytes from the OUT endpoint in, bytes or a stall for the IN endpoint out.
///
/// Numbers in comments are sections of the Bulk-Only Transport specification 1.0.
struct BulkOnlyTransport {
    private enum Phase {
        case command
        /// Data for the host, then the status.
        case sending([UInt8], sent: Int, then: [UInt8])
        /// The data stage is over or was refused; the status is next.
        case status([UInt8])
        /// After an invalid wrapper both endpoints stall until a reset recovery (6.6.1).
        case broken
    }

    private var phase = Phase.command
    private(set) var inHalted = false
    private(set) var outHalted = false

    /// The next thing the host gets is the status of its command.
    var statusIsNext: Bool {
        guard case .status = phase else { return false }
        return !inHalted
    }

    /// Bytes of one OUT transfer. `execute` runs a SCSI command and says what came of it.
    mutating func receive(
        _ bytes: [UInt8], execute: (CommandBlockWrapper) -> SCSIResult
    ) -> OutAnswer {
        switch phase {
        case .broken:
            outHalted = true
            return .stall
        case .sending, .status:
            // Nothing is due from the host here, unless it ignores our answer to its last command.
            return outHalted ? .stall : breakDown()
        case .command:
            if outHalted { return .stall }
            guard let wrapper = CommandBlockWrapper(bytes) else { return breakDown() }
            start(wrapper, execute(wrapper))
            return .taken
        }
    }

    /// Bytes for one IN transfer of at most `limit`; nil while there is nothing to say.
    mutating func produce(limit: Int) -> InAnswer? {
        if inHalted { return .stall }
        switch phase {
        case .command: return nil
        case .broken:
            inHalted = true
            return .stall
        case .sending(let data, let sent, let status):
            let end = min(sent + limit, data.count)
            phase = end < data.count ? .sending(data, sent: end, then: status) : .status(status)
            return .data(sent == 0 && end == data.count ? data : Array(data[sent..<end]))
        case .status(let status):
            phase = .command
            return .data(Array(status.prefix(limit)))
        }
    }

    /// As if something had gone wrong on the way to the host: what is due comes after the halt.
    mutating func haltIn() { inHalted = true }

    mutating func clearHalt(in isIn: Bool) {
        // A broken transport stalls again until it is reset (6.6.1).
        if isIn { inHalted = false } else { outHalted = false }
    }

    /// Bulk-Only Mass Storage Reset (3.1): the halts stay until the host clears them.
    mutating func reset() { phase = .command }

    private mutating func breakDown() -> OutAnswer {
        phase = .broken
        inHalted = true
        outHalted = true
        return .stall
    }

    private mutating func start(_ wrapper: CommandBlockWrapper, _ result: SCSIResult) {
        let expected = Int(wrapper.dataLength)
        func status(_ status: CommandStatus, moved: Int = 0) -> [UInt8] {
            CommandStatusWrapper.bytes(
                tag: wrapper.tag, residue: UInt32(clamping: expected - moved), status: status)
        }
        switch (result, expected > 0, wrapper.isIn) {
        case (.data(let data), true, true):
            let moved = min(data.count, expected)
            // More than the host asked for is a phase error (6.7.2, case 7).
            let end = status(data.count > expected ? .phaseError : .passed, moved: moved)
            if moved == 0 { return refuse(wrapper, end) }
            phase = .sending(Array(data.prefix(moved)), sent: 0, then: end)
        case (.data(let data), false, _):
            phase = .status(status(data.isEmpty ? .passed : .phaseError))
        case (.data, true, false):
            refuse(wrapper, status(.phaseError))
        case (.failed, true, _):
            refuse(wrapper, status(.failed))
        case (.failed, false, _):
            phase = .status(status(.failed))
        }
    }

    /// Ends a data stage before it began: the endpoint stalls, the status follows once the halt is cleared (6.7.2).
    private mutating func refuse(_ wrapper: CommandBlockWrapper, _ status: [UInt8]) {
        if wrapper.isIn { inHalted = true } else { outHalted = true }
        phase = .status(status)
    }
}

/// What a SCSI command came to.
enum SCSIResult: Equatable, Sendable {
    /// Passed, with the data of an IN command.
    case data([UInt8])
    /// CHECK CONDITION; the reason waits for REQUEST SENSE.
    case failed

    static let passed = SCSIResult.data([])
}
