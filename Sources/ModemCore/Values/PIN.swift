/// A PIN of a SIM: 4 to 8 digits (3GPP TS 31.101). Never printed.
package struct PIN: Equatable, Sendable, CustomStringConvertible {
    package let digits: String

    /// - Parameter name: the setting or argument, for the error.
    /// - Throws: ``InvalidValue`` for anything else.
    package init(_ text: String, name: String = "pin") throws(InvalidValue) {
        guard (4...8).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InvalidValue(name, "must be 4 to 8 digits")
        }
        digits = text
    }

    package var description: String { "••••" }
}
