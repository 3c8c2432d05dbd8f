/// Whether a stored PIN may be sent to a SIM.
///
/// Nobody is there who could look at the PIN again before the next try, so that nothing is risked: with three tries left one
/// is lost at worst, and only once.
enum StoredPINRule: Equatable, Sendable {
    case send
    case hold(StateReason)
    /// The SIM must have refused it when nobody saw the answer.
    case wasRefused

    /// 3GPP TS 31.101, 9.5.1: a PIN is blocked after three wrong ones in a row.
    static let tries: Int32 = 3

    /// - Parameter tries: what the SIM has left now; nil where the stick does not say.
    init(tries: Int32?, _ record: StoredPINRecord) {
        if record.wasRefused {
            self = .hold(.pinRefused)
        } else if let tries, tries < Self.tries {
            self = record.isUnsettled ? .wasRefused : .hold(.pinRetriesLow)
        } else if tries == nil {
            self = .hold(.pinRetriesUnknown)
        } else {
            self = record.wasInVainSinceBoot ? .hold(.pinSentBefore) : .send
        }
    }
}
