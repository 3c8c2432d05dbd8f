import Testing

@testable import ModemEmulator

@Suite struct SCSITargetTests {
    private func target(_ trigger: SwitchTrigger) -> SCSITarget {
        SCSITarget(units: [.disc, .emptySlot], trigger: trigger)
    }

    private func run(
        _ target: inout SCSITarget, _ command: [UInt8], expecting length: UInt32? = nil, unit: UInt8 = 0
    ) throws -> SCSIResult {
        let length = length ?? (command == Command.message ? 32 : 0xFFFF)
        return target.execute(
            try #require(CommandBlockWrapper(Command.wrapper(command, expecting: length, unit: unit))))
    }

    @Test(arguments: [
        (SwitchTrigger.eject, [Command.eject], true), (.eject, [Command.message], false),
        (.allowThenEject, [Command.eject], false), (.allowThenEject, [Command.allowRemoval, Command.eject], true),
        (.allowThenEject, [Command.allowRemoval, Command.preventRemoval, Command.eject], false),
        (.message, [Command.message], true), (.message, [Command.allowRemoval, Command.eject], false),
        (.ejectMessage, [Command.eject, Command.message], true), (.ejectMessage, [Command.message], false),
        (.ejectMessage, [Command.message, Command.eject], false), (.ejectLUN1, [Command.eject], false),
        (.driverRelease, [Command.allowRemoval, Command.eject, Command.message], false),
        (.never, [Command.allowRemoval, Command.eject, Command.message], false),
    ])
    func onlyItsOwnTriggerTurnsAStick(trigger: SwitchTrigger, commands: [[UInt8]], turns: Bool) throws {
        var target = target(trigger)
        for command in commands { _ = try run(&target, command) }
        #expect(target.isTriggered == turns)
    }

    @Test func ejectingTheCardSlotTurnsNothing() throws {
        var target = target(.eject)
        #expect(try run(&target, Command.eject, unit: 1) == .failed)
        #expect(!target.isTriggered)
    }

    @Test func someAreEjectedAtTheCardSlot() throws {
        var target = target(.ejectLUN1)
        #expect(try run(&target, Command.allowRemoval, unit: 1) == .passed)
        #expect(try run(&target, [0x1B, 0, 0, 0, 3, 0], unit: 1) == .failed)
        #expect(!target.isTriggered)
        #expect(try run(&target, Command.eject, unit: 1) == .passed)
        #expect(target.isTriggered)
    }

    @Test(arguments: StickFamily.allCases)
    func aFamilyObeysItsOwnMessageAlone(family: StickFamily) throws {
        let message = family.model.message
        let answer = SCSIResult.data([UInt8](repeating: 0, count: message.isAnswered ? Int(message.dataLength) : 0))
        func told(_ change: (inout SwitchMessage) -> Void = { _ in }) throws -> (SCSITarget, SCSIResult) {
            var target = SCSITarget(units: [.disc, .emptySlot], trigger: .message, message: message)
            var other = message
            change(&other)
            let result = try run(&target, other.command, expecting: other.dataLength, unit: other.unit)
            return (target, result)
        }
        let (obedient, result) = try told()
        #expect(obedient.isTriggered && result == answer)
        for change in [
            { $0.unit = 1 - $0.unit }, { $0.dataLength += 1 }, { $0.command[1] ^= 1 },
            { $0.command.removeLast($0.command.count - 4) },
        ] as [(inout SwitchMessage) -> Void] {
            #expect(try !told(change).0.isTriggered)
        }
    }

    @Test func aCardReaderObeysNothing() throws {
        var target = SCSITarget(units: [.emptySlot], trigger: .message)
        #expect(try run(&target, Command.message) == .failed)
        #expect(!target.isTriggered)
    }

    @Test func aRefusedEjectSaysWhyOnce() throws {
        var target = target(.allowThenEject)
        #expect(try run(&target, Command.eject) == .failed)
        #expect(try run(&target, Command.sense) == .data(SCSISense.removalPrevented.bytes))
        #expect(try run(&target, Command.sense) == .data(SCSISense.none.bytes))
    }

    @Test func inquiryNamesACDROMAndACardReader() throws {
        var target = target(.eject)
        guard case .data(let disc) = try run(&target, [0x12, 0, 0, 0, 36, 0]),
            case .data(let slot) = try run(&target, [0x12, 0, 0, 0, 36, 0], unit: 1)
        else {
            Issue.record("INQUIRY failed")
            return
        }
        #expect(disc.count == 36)
        #expect(disc.first == 5)
        #expect(String(decoding: disc[8..<32], as: UTF8.self) == "ZTE     USB SCSI CD-ROM ")
        #expect(slot.first == 0)
    }

    @Test func anAllocationLengthCutsTheAnswer() throws {
        var target = target(.eject)
        guard case .data(let bytes) = try run(&target, [0x12, 0, 0, 0, 5, 0]) else {
            Issue.record("INQUIRY failed")
            return
        }
        #expect(bytes.count == 5)
    }

    @Test func theVolumeCanBeReadAndNothingBehindIt() throws {
        var target = target(.eject)
        guard case .data(let block) = try run(&target, [0x28, 0, 0, 0, 0, 16, 0, 0, 1, 0]) else {
            Issue.record("READ failed")
            return
        }
        #expect(block.count == 2048)
        #expect(Array(block.prefix(6)) == [1] + Array("CD001".utf8))
        #expect(try run(&target, [0x28, 0, 0, 0, 3, 0xFF, 0, 0, 1, 0]) == .data([UInt8](repeating: 0, count: 2048)))
        #expect(try run(&target, [0x28, 0, 0, 0, 4, 0, 0, 0, 1, 0]) == .failed)
        #expect(try run(&target, [0xA8, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0]) == .failed)
        #expect(try run(&target, Command.sense) == .data(SCSISense.outOfRange.bytes))
    }

    @Test(arguments: [
        ([0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0] as [UInt8], [0, 0, 3, 0xFF, 0, 0, 8, 0] as [UInt8]),
        ([0x43, 0, 0, 0, 0, 0, 1, 0, 12, 0], [0, 18, 1, 1, 0, 0x14, 1, 0, 0, 0, 0, 0]),
        ([0x43, 2, 1, 0, 0, 0, 0, 0, 12, 0], [0, 10, 1, 1, 0, 0x14, 1, 0, 0, 0, 2, 0]),
        ([0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8, 0], [0, 6, 4, 0x10, 0, 2, 0, 0]),
        ([0x46, 0, 0, 0, 0, 0, 0, 0, 8, 0], [0, 0, 0, 12, 0, 0, 0, 8]),
        ([0x1A, 0, 0x2A, 0, 6, 0], [23, 0, 0, 0, 0x2A, 18]),
        ([0x5A, 0, 0x2A, 0, 0, 0, 0, 0, 10, 0], [0, 26, 0, 0, 0, 0, 0, 0, 0x2A, 18]),
        ([0x1E, 0, 0, 0, 1, 0], []), ([0x1B, 0, 0, 0, 1, 0], []), ([0, 0, 0, 0, 0, 0], []),
    ])
    func whatTheKernelAsksIsAnswered(command: [UInt8], answer: [UInt8]) throws {
        var target = target(.eject)
        guard case .data(let bytes) = try run(&target, command) else {
            Issue.record("failed")
            return
        }
        #expect(Array(bytes.prefix(answer.count)) == answer)
        #expect(bytes.isEmpty == answer.isEmpty)
    }

    @Test func aUnitThatIsNotThereSaysSo() throws {
        var target = target(.eject)
        #expect(try run(&target, Command.ready, unit: 2) == .failed)
        guard case .data(let bytes) = try run(&target, [0x12, 0, 0, 0, 36, 0], unit: 2) else {
            Issue.record("INQUIRY failed")
            return
        }
        #expect(bytes.first == 0x7F)
    }

    @Test func everyFirstByteIsSurvivedAtEveryLength() {
        var target = target(.message)
        for code in UInt8.min...UInt8.max {
            for length in 1...16 {
                let command = [code] + [UInt8](repeating: 0xFF, count: length - 1)
                guard let wrapper = CommandBlockWrapper(Command.wrapper(command, expecting: 36)) else {
                    Issue.record("not a wrapper")
                    return
                }
                _ = target.execute(wrapper)
            }
        }
        #expect(!target.isTriggered)
    }
}
