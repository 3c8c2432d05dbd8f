/// The identity of a stick (3GPP TS 23.003, 6.2.1): 15 decimal digits, and nothing else is one. It names folders and rows.
package struct IMEI: Hashable, Sendable {
    package let digits: String

    /// Nil for what a stick says that is no IMEI, as many answer something else or nothing.
    package init?(_ text: String) {
        guard text.utf8.count == 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = text
    }
}
