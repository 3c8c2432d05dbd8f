/// A user name or password for PAP or CHAP. Never printed: its description is a row of dots.
package struct Credential: Equatable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Parameter name: the setting, for the error.
    /// - Throws: ``InvalidValue`` unless it is 1 to 64 printable ASCII characters without quote and backslash, which is
    ///   what pppd's secrets files and every network take.
    package init(_ text: String, name: String) throws(InvalidValue) {
        guard (1...64).contains(text.utf8.count) else { throw InvalidValue(name, "must be 1 to 64 characters") }
        guard text.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c }) else {
            throw InvalidValue(name, "may contain only printable ASCII characters, not '\"' or '\\'")
        }
        self.text = text
    }

    package var description: String { "••••" }
}

/// How we prove who we are to the peer.
package enum Authentication: String, CaseIterable, Sendable {
    case any, none, pap, chap
}
