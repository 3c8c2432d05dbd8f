/// Which stick a profile is for.
package enum StickMatch: Hashable, Sendable {
    /// By its IMEI, in whatever port.
    case equipment(String)
    /// Whatever is in one physical port, such as `1-1.2`.
    case port(String)

    /// - Throws: ``InvalidValue`` for what is neither.
    package init(_ text: String) throws(InvalidValue) {
        if text.utf8.count == 15, text.utf8.allSatisfy(Self.isDigit) {
            self = .equipment(text)
        } else if Self.isPort(text) {
            self = .port(text)
        } else {
            throw InvalidValue("modem", "must be an IMEI of 15 digits, or a physical port such as 1-1.2")
        }
    }

    /// As it is written.
    package var text: String {
        switch self {
        case .equipment(let imei): imei
        case .port(let port): port
        }
    }

    /// - Parameter imei: empty while it is unknown.
    /// - Returns: nil while nobody can tell.
    package func fits(imei: String, port: String) -> Bool? {
        switch self {
        case .equipment(let equipment): imei.isEmpty ? nil : imei == equipment
        case .port(let wanted): port == wanted
        }
    }

    /// `bus-port[.port…]` in decimal, as the kernel names it.
    private static func isPort(_ text: String) -> Bool {
        guard text.utf8.count <= 32 else { return false }
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return false }
        let numbers = [halves[0]] + halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
