/// A serial port of a stick.
struct PortFacts: Equatable, Sendable {
    /// Such as `ttyUSB0`.
    var name: String
    /// Nil where there is no such node in /dev.
    var node: Node?
    /// Programs that have it open, as far as this caller may see them.
    var holders: [String] = []

    struct Node: Equatable, Sendable {
        var group: String
        /// Permissions in octal.
        var mode: String
        /// Whether the caller may open it.
        var isOpenToCaller: Bool
    }
}
