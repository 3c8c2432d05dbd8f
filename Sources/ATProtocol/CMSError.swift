/// The reason of a `+CMS ERROR` (3GPP TS 27.005, 3.2.5; below 256: 3GPP TS 24.011, E.2, and 3GPP TS 23.040, 9.2.3.22).
package struct CMSError: Hashable, Sendable {
    package let code: Int
    /// In the standard's words; empty if it has none.
    package var text: String { "" }
    /// The same message may be taken later, without anybody doing anything: congestion, no network, a busy SIM.
    package var isTemporary: Bool { false }

    package init(code: Int) { self.code = code }
}
