internal import DBus
internal import ModemAPI

/// Which stick a person means.
package enum ModemSelection {
    package enum Failure: Error, Hashable, Sendable {
        case noStick
        /// Nothing plugged in is called that.
        case noMatch(String, [RemoteModem])
        /// More than one is, or none was named and there are several.
        case ambiguous(String?, [RemoteModem])
    }

    /// Finds a stick by its number in the list (from 1), object path, physical port (`1-1.2`), IMEI or USB id
    /// (`19d2:0001`). Without a name: the one that is plugged in.
    package static func find(_ name: String?, among modems: [RemoteModem]) throws(Failure) -> RemoteModem {
        let modems = modems.sortedByPort()
        guard !modems.isEmpty else { throw .noStick }
        let matching = name.map { matches($0, among: modems) } ?? modems
        guard let first = matching.first else { throw .noMatch(name ?? "", modems) }
        guard matching.count == 1 else { throw .ambiguous(name, matching) }
        return first
    }

    private static func matches(_ name: String, among modems: [RemoteModem]) -> [RemoteModem] {
        // A number of a list has no more digits than there can be sticks; an IMEI has 15.
        if name.utf8.count <= 3, let number = Int(name) {
            return modems.indices.contains(number - 1) ? [modems[number - 1]] : []
        }
        return modems.filter { modem in
            name == modem.path.text || name == modem.physicalPort
                || name == modem[known: ModemInterface.equipmentIdentifier]
                || name.lowercased() == modem[known: ModemInterface.usbID]?.lowercased()
        }
    }
}
