/// Names of the units that pppd runs in, one for each tty, and where such a unit leaves what it has to say.
package enum CallUnit {
    package static let template = "zte-pppd@.service"
    /// What the bus of systemd takes for all of them.
    static let pattern = "zte-pppd@*.service"

    private static let prefix = "zte-pppd@"
    private static let suffix = ".service"

    static func name(node: String) -> String { prefix + node + suffix }

    /// Nil for a unit that is none of these.
    static func node(of unit: String) -> String? {
        guard unit.hasPrefix(prefix), unit.hasSuffix(suffix) else { return nil }
        let node = String(unit.dropFirst(prefix.count).dropLast(suffix.count))
        return isNode(node) ? node : nil
    }

    /// `ttyUSB0` and its like, and nothing else: it becomes an argument, a file name and the name of a unit.
    package static func isNode(_ node: String) -> Bool {
        guard node.hasPrefix("ttyUSB") else { return false }
        let number = node.dropFirst(6)
        return (1...4).contains(number.utf8.count) && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && (number == "0" || !number.hasPrefix("0"))
    }

    // What pppd said last travels in one line, the unit's StatusText.
    private static let separator = " | "
    /// systemd throws away a message of more than a page.
    private static let statusLimit = 2000

    /// The last of these lines that have room in a status.
    static func status(of lines: [String]) -> String {
        var kept: [String] = []
        var size = 0
        for line in lines.reversed() {
            size += line.utf8.count + separator.utf8.count
            if size > statusLimit { break }
            kept.append(line)
        }
        return kept.reversed().joined(separator: separator)
    }

    static func lines(of status: String) -> [String] {
        status.isEmpty ? [] : status.split(separator: separator).map(String.init)
    }
}
