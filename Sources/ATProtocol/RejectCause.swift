/// Why a network refuses a stick: the cause of mobility management, as the network sent it (3GPP TS 24.008, 10.5.3.6 and
/// annex G; those of packet data, 10.5.5.14, have the same numbers).
package struct RejectCause: Equatable, Sendable {
    package let number: Int

    /// Nil for what is no cause of the network: type 1 are numbers of the maker (3GPP TS 27.007, 7.2), and 0 is none.
    init?(type: Int?, number: Int?) {
        guard type == 0, let number, (1...255).contains(number) else { return nil }
        self.number = number
    }

    /// What it means and who can help, without a full stop; nil for a number that says nothing to anybody.
    package var words: String? {
        switch number {
        case 2, 4: "the network does not know the SIM: it is not active yet, or not any more; ask its operator"
        case 3, 8: "the SIM is barred; ask its operator"
        case 5, 6: "the stick itself is barred by its IMEI; ask the operator"
        case 7, 14: "the SIM may not use packet data here; ask its operator for it"
        case 11: "the SIM may not use this network; choose another one, or let the stick choose"
        case 12, 13, 15:
            "the SIM may not be used in this place, or not in a foreign network; ask its operator for roaming"
        case 17, 22: "the network has too much to do or is out of order; it is tried again by itself"
        default: nil
        }
    }
}
