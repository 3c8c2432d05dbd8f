/// What is started anew by a reset. Raw values are what the bus takes.
package enum ResetKind: String, CaseIterable, Sendable {
    /// The radio goes off and on; the stick stays on the bus.
    case radio
    /// The whole stick, which usually leaves the bus and comes back.
    case modem
}
