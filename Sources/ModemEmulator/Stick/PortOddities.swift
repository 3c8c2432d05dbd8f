/// What single ports of some firmware do. Interfaces are named by their numbers.
package struct PortOddities: Equatable, Sendable {
    /// The one that takes dial commands; the others answer ERROR to them. Nil: each does.
    package var dialsOn: UInt8?
    /// One that answers everything with zero bytes.
    package var zerosOn: UInt8?
    /// The data port falls asleep when the stick has registered, and takes no byte until another port is asked +ZOPRT?.
    package var sleeps = false
    /// So often +CPMS? is answered with a busy card.
    package var busyStorage = 0
    var isAsleep = false

    package init() {}
}

extension ModemPort {
    private static let zeros = [UInt8](repeating: 0, count: 64)

    var mayDial: Bool { modem.state.quirks.ports.dialsOn.map { $0 == interface } ?? true }
    var isAsleep: Bool { role == .data && modem.state.quirks.ports.isAsleep }

    /// Whether the bytes have been answered that way.
    func answersWithZeros() -> Bool {
        guard modem.state.quirks.ports.zerosOn == interface else { return false }
        say(Self.zeros)
        return true
    }

    /// From its name, such as `at2`.
    private var interface: UInt8? { UInt8(name.drop { !$0.isNumber }) }
}
