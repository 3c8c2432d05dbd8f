import DBus
import DeviceCatalog
import ModemAPI
import ModemCore
import ModemService
import Testing

/// The argument of Switch: what a caller sends, and what the domain may see of it.
struct SwitchOptionsBusTests {
    private func refusal(_ options: [String: Value]) -> BusError? {
        do throws(BusError) {
            _ = try SwitchOptions(bus: options)
            return nil
        } catch {
            return error
        }
    }

    @Test func nothingSaidIsTheDefault() throws { #expect(try SwitchOptions(bus: [:]) == .plain) }

    @Test func everyKeyReachesItsOption() throws {
        let there = try SwitchOptions(bus: ["method": .variant(.string("eject")), "force": .boolean(true)])
        #expect(there.method == .eject && there.isForced)
        let back = try SwitchOptions(bus: ["target": .string("storage"), "cd-rom": .string("on")])
        #expect(back.target == .storage && back.cdROM == .on)
    }

    @Test(arguments: SwitchOption.allCases) func aValueOfAnotherTypeIsNamed(option: SwitchOption) throws {
        let error = try #require(refusal([option.rawValue: .uint32(1)]))
        #expect(error.name == ErrorName.invalidArguments.name)
        #expect(error.message.contains(option.rawValue))
    }

    @Test(arguments: [
        ["colour": Value.string("blue")], ["method": .string("kick")], ["target": .string("")],
        ["cd-rom": .string("yes")], ["target": .string("storage"), "method": .string("eject")],
    ])
    func whatNobodyKnowsIsRefused(options: [String: Value]) {
        #expect(refusal(options)?.name == ErrorName.invalidArguments.name)
    }
}
