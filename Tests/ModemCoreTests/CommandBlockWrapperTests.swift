import DeviceCatalog
import ModemCore
import Testing

@testable import ModemCore

struct CommandBlockWrapperTests {
    @Test func aCommandIsLaidOutAsTheStandardSays() {
        let wrapper = CommandBlockWrapper(tag: 0x0102_0304, lun: 1, command: [0x1b, 0, 0, 0, 2, 0])
        #expect(wrapper.bytes.count == 31)
        #expect(Array(wrapper.bytes.prefix(17)) == [0x55, 0x53, 0x42, 0x43, 4, 3, 2, 1, 0, 0, 0, 0, 0, 1, 6, 0x1b, 0])
        #expect(wrapper.tag == 0x0102_0304)
        #expect(wrapper.dataLength == 0)
    }

    @Test func theMessageOfTheMf622AsksForThirtyTwoBytes() throws {
        var bytes = Array("USBC".utf8) + [0x12, 0x34, 0x56, 0x70, 0x20, 0, 0, 0, 0x80, 0, 0x0c]
        bytes += [0x85, 1, 1, 1, 0x18, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
        let wrapper = try #require(CommandBlockWrapper(raw: bytes))
        #expect(wrapper.dataLength == 32)
        #expect(wrapper.isDataIn)
    }

    @Test(arguments: [[UInt8](), Array(repeating: 0, count: 31), Array("USBC".utf8)])
    func otherBytesAreNoWrapper(bytes: [UInt8]) { #expect(CommandBlockWrapper(raw: bytes) == nil) }

    @Test func ejectGoesToBothUnitsAndThenTheMessage() {
        let message = CommandBlockWrapper(tag: 9, lun: 0, command: [0x85]).bytes
        let sequence = SwitchStep.wrappers(of: .eject(message: message))
        #expect(sequence.map { $0.bytes[13] } == [0, 0, 1, 1, 0])
        #expect(sequence.map { $0.bytes[15] } == [0x1e, 0x1b, 0x1e, 0x1b, 0x85])
        #expect(sequence.last?.bytes == message)
    }
}
