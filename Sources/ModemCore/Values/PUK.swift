/// The PUK of a SIM: 8 digits (3GPP TS 31.101). Never printed.
package struct PUK: Equatable, Sendable, CustomStringConvertible {
    package let digits: String

    /// - Throws: ``InvalidValue`` for anything else.
    package init(_ text: String) throws(InvalidValue) {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InvalidValue("puk", "must be 8 digits")
        }
        digits = text
    }

    package var description: String { "••••" }
}
