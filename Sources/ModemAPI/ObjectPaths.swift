package import DBus

/// Where the objects are.
package enum ObjectPaths {
    /// Manager and ObjectManager.
    package static let root = fixed("/org/ztemodem1")
    /// Parent of the sticks.
    package static let modems = fixed("/org/ztemodem1/modem")
    /// Parent of the stored profiles.
    package static let profiles = fixed("/org/ztemodem1/profile")
    /// Parent of the SIMs that were seen.
    package static let sims = fixed("/org/ztemodem1/sim")

    /// The object of the stick in a physical port: `/org/ztemodem1/modem/usb1_1_2` for `1-1.2`. The same before and after
    /// the switch, and after a replug.
    ///
    /// Nil unless the name is as the kernel makes it (`bus-port[.port…]`, decimal, at most 32 characters).
    package static func modem(physicalPort: String) -> ObjectPath? {
        guard physicalPort.utf8.count <= 32 else { return nil }
        let halves = physicalPort.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let ports = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        guard isNumber(halves[0]), ports.allSatisfy(isNumber) else { return nil }
        return ObjectPath(modems.text + "/usb" + ([halves[0]] + ports).joined(separator: "_"))
    }

    /// The object of a stored profile. Nil unless the id is 1 to 64 letters, digits and underscores.
    package static func profile(id: String) -> ObjectPath? {
        guard (1...64).contains(id.utf8.count), !id.contains("/") else { return nil }
        return ObjectPath(profiles.text + "/" + id)
    }

    /// The object of a SIM that was seen, by its opaque name: 1 to 64 letters, digits and underscores.
    package static func sim(id: String) -> ObjectPath? {
        guard (1...64).contains(id.utf8.count), !id.contains("/") else { return nil }
        return ObjectPath(sims.text + "/" + id)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func fixed(_ text: StaticString) -> ObjectPath {
        guard let path = ObjectPath(text.description) else {
            preconditionFailure("a path of ours is misspelt: \(text)")
        }
        return path
    }
}
