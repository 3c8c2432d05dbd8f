/// The logical units behind a storage interface: the fake CD-ROM of the stick, and an empty card slot.
struct SCSITarget {
    enum Unit: Equatable, Sendable { case disc, emptySlot }

    let units: [Unit]
    let trigger: SwitchTrigger
    private let message: SwitchMessage
    private let name: String
    /// Set once, by the command that makes the stick turn.
    private(set) var isTriggered = false
    private var sense: [SCSISense]
    private var removalAllowed = false
    private var wasEjected = false

    /// - Parameter name: what the disc calls itself.
    init(
        units: [Unit], trigger: SwitchTrigger, message: SwitchMessage = .passThrough, name: String = "USB SCSI CD-ROM"
    ) {
        self.units = units
        self.trigger = trigger
        self.message = message
        self.name = name
        sense = units.map { _ in .none }
    }

    mutating func execute(_ wrapper: CommandBlockWrapper) -> SCSIResult {
        let index = Int(wrapper.unit)
        guard units.indices.contains(index), let code = wrapper.command.first else { return unknownUnit(wrapper) }
        if code == SCSICommand.requestSense {
            defer { sense[index] = .none }
            return .data(cut(sense[index].bytes, to: wrapper.byte(4)))
        }
        switch run(wrapper, code, units[index]) {
        case .success(let data):
            sense[index] = .none
            return .data(data)
        case .failure(let refusal):
            sense[index] = refusal.sense
            return .failed
        }
    }

    /// Whether the command is one that makes some stick turn. To allow removal is none: the kernel does that on its own.
    func isOrder(_ wrapper: CommandBlockWrapper) -> Bool { isMessage(wrapper) || wrapper.isEject }

    func isMessage(_ wrapper: CommandBlockWrapper) -> Bool { units.contains(.disc) && message.matches(wrapper) }

    private struct Refusal: Error { let sense: SCSISense }

    // A host may ask any unit number who it is; "no such unit" is said in the data, not by failing (SPC-3, 6.4.2).
    private func unknownUnit(_ wrapper: CommandBlockWrapper) -> SCSIResult {
        switch wrapper.command.first {
        case SCSICommand.inquiry: .data(cut([0x7F] + [UInt8](repeating: 0, count: 35), to: wrapper.byte(4)))
        case SCSICommand.requestSense: .data(cut(SCSISense.noSuchUnit.bytes, to: wrapper.byte(4)))
        default: .failed
        }
    }

    private mutating func run(
        _ wrapper: CommandBlockWrapper, _ code: UInt8, _ unit: Unit
    ) -> Result<[UInt8], Refusal> {
        if isMessage(wrapper) { return obeyMessage() }
        switch code {
        case SCSICommand.inquiry:
            if wrapper.byte(1) & 1 != 0 { return .failure(Refusal(sense: .invalidField)) }
            return .success(cut(SCSIData.inquiry(unit, discName: name), to: wrapper.big16(3)))
        case SCSICommand.preventAllowRemoval:
            if unit == .disc { removalAllowed = wrapper.byte(4) & 1 == 0 }
            return .success([])
        case SCSICommand.startStopUnit:
            return startStop(wrapper, unit)
        case SCSICommand.modeSense6:
            return .success(cut(SCSIData.modeSense6(unit), to: wrapper.byte(4)))
        case SCSICommand.modeSense10:
            return .success(cut(SCSIData.modeSense10(unit), to: wrapper.big16(7)))
        default:
            if unit == .emptySlot { return .failure(Refusal(sense: medium(code))) }
            return disc(wrapper, code)
        }
    }

    private func medium(_ code: UInt8) -> SCSISense {
        switch code {
        case SCSICommand.testUnitReady, SCSICommand.readCapacity, SCSICommand.read10: .noMedium
        default: .invalidCommand
        }
    }

    private mutating func obeyMessage() -> Result<[UInt8], Refusal> {
        switch trigger {
        case .message: isTriggered = true
        case .ejectMessage: isTriggered = isTriggered || wasEjected
        case .eject, .allowThenEject, .ejectLUN1, .driverRelease, .never:
            return .failure(Refusal(sense: .invalidCommand))
        }
        return .success(message.isAnswered ? [UInt8](repeating: 0, count: Int(message.dataLength)) : [])
    }

    private mutating func startStop(_ wrapper: CommandBlockWrapper, _ unit: Unit) -> Result<[UInt8], Refusal> {
        if unit == .emptySlot, units.contains(.disc), trigger == .ejectLUN1, wrapper.isEject {
            isTriggered = true
            return .success([])
        }
        guard unit == .disc else { return .failure(Refusal(sense: .noMedium)) }
        guard wrapper.isEject else { return .success([]) }
        wasEjected = true
        switch trigger {
        case .eject: isTriggered = true
        case .allowThenEject where removalAllowed: isTriggered = true
        case .allowThenEject: return .failure(Refusal(sense: .removalPrevented))
        case .ejectLUN1, .message, .ejectMessage, .driverRelease, .never: break
        }
        return .success([])
    }

    private func disc(_ wrapper: CommandBlockWrapper, _ code: UInt8) -> Result<[UInt8], Refusal> {
        switch code {
        case SCSICommand.testUnitReady: return .success([])
        case SCSICommand.readCapacity: return .success(SCSIData.capacity)
        case SCSICommand.read10: return read(at: wrapper.big32(2), count: wrapper.big16(7))
        case SCSICommand.read12: return read(at: wrapper.big32(2), count: wrapper.big32(6))
        case SCSICommand.readTOC:
            guard
                let toc = SCSIData.tableOfContents(format: wrapper.byte(2) & 0x0F, inMinutes: wrapper.byte(1) & 2 != 0)
            else { return .failure(Refusal(sense: .invalidField)) }
            return .success(cut(toc, to: wrapper.big16(7)))
        case SCSICommand.getConfiguration:
            return .success(cut(SCSIData.configuration, to: wrapper.big16(7)))
        case SCSICommand.getEventStatus:
            // Without the polled bit the host wants to be told later, which nobody does over USB.
            guard wrapper.byte(1) & 1 != 0 else { return .failure(Refusal(sense: .invalidField)) }
            return .success(cut(SCSIData.eventStatus, to: wrapper.big16(7)))
        default: return .failure(Refusal(sense: .invalidCommand))
        }
    }

    private func read(at block: Int, count: Int) -> Result<[UInt8], Refusal> {
        guard count <= CDImage.blockCount, block <= CDImage.blockCount - count else {
            return .failure(Refusal(sense: .outOfRange))
        }
        return .success(CDImage.read(block: block, count: count))
    }

    private func cut(_ bytes: [UInt8], to allocation: some BinaryInteger) -> [UInt8] {
        Array(bytes.prefix(Int(allocation)))
    }
}

extension CommandBlockWrapper {
    /// START STOP UNIT with LoEj, and not to load.
    var isEject: Bool { command.first == SCSICommand.startStopUnit && byte(4) & 0x03 == 0x02 }
    /// PREVENT ALLOW MEDIUM REMOVAL, the latter.
    var allowsRemoval: Bool { command.first == SCSICommand.preventAllowRemoval && byte(4) & 1 == 0 }

    /// Byte of the command; zero past its end.
    fileprivate func byte(_ index: Int) -> UInt8 { command.indices.contains(index) ? command[index] : 0 }
    fileprivate func big16(_ index: Int) -> Int { Int(command.bigEndian(UInt16.self, at: index) ?? 0) }
    fileprivate func big32(_ index: Int) -> Int { Int(command.bigEndian(UInt32.self, at: index) ?? 0) }
}
