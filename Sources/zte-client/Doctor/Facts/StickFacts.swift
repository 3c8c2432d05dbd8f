/// A stick on the USB, as the kernel and udev show it. What the stick says of itself is not to be trusted.
struct StickFacts: Equatable, Sendable {
    /// Such as `1-1.2`.
    var port: String
    /// Such as `19d2:0001`.
    var usbID: String
    var manufacturer: String?
    var product: String?
    var interfaces: [Interface] = []
    var ports: [PortFacts] = []
    /// Of udev; nil where udev knows nothing of the stick.
    var isIgnoredByModemManager: Bool?

    struct Interface: Equatable, Sendable {
        /// Two hexadecimal digits each.
        var number: String
        var deviceClass: String
        var driver: String?
    }

    enum Kind: String, Sendable {
        case storage = "a CD-ROM"
        case modem = "a modem"
        case network = "a network card"
        case other = "none of CD-ROM, modem and network card"
    }

    /// By the classes of the interfaces (USB-IF class codes): ff is the vendor's own, 02, 0a and e0 are network cards.
    var kind: Kind {
        let classes = Set(interfaces.map(\.deviceClass))
        if classes.contains("ff") { return .modem }
        if !classes.isDisjoint(with: ["02", "0a", "e0"]) { return .network }
        return classes.contains("08") ? .storage : .other
    }

    /// What the stick calls itself.
    var name: String? {
        let words = [manufacturer, product].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
