import ArgumentParser
import ModemEmulator

/// What single ports of the stick do, and as what it comes back.
struct PortArguments: ParsableArguments {
    @Option(help: "Only this interface takes dial commands, whichever the model's own is; the others answer ERROR.")
    var dialsOn: UInt8?

    @Option(help: "This interface answers everything with zero bytes.")
    var zerosOn: UInt8?

    @Flag(help: "The data port sleeps once the stick has registered, until another port is asked AT+ZOPRT?.")
    var sleepyDataPort = false

    @Option(help: "So often +CPMS? is answered with a busy card.")
    var busyStorage = 0

    @Option(help: "Product id as a modem, four hexadecimal digits; the model's own if left out.")
    var modemId: String?

    func validate() throws {
        if let modemId, modemId.utf8.count != 4 || UInt16(modemId, radix: 16) == nil {
            throw ValidationError("--modem-id wants four hexadecimal digits")
        }
        guard (0...1000).contains(busyStorage) else { throw ValidationError("--busy-storage wants 0 to 1000") }
    }

    var product: UInt16? { modemId.flatMap { UInt16($0, radix: 16) } }

    var oddities: PortOddities {
        var oddities = PortOddities()
        oddities.dialsOn = dialsOn
        oddities.zerosOn = zerosOn
        oddities.sleeps = sleepyDataPort
        oddities.busyStorage = busyStorage
        return oddities
    }
}
