/// What is started anew by a reset. Raw values are what the bus takes.
package enum ResetKind: String, CaseIterable, Sendable {
    /// The radio goes off and on; the stick stays on the bus.
    case radio
    /// The whole stick, which usually leaves the bus and comes back.
    case modem

    /// - Throws: ``InvalidValue`` for what is none of them.
    package init(_ text: String) throws(InvalidValue) {
        guard let kind = ResetKind(rawValue: text) else {
            throw InvalidValue("kind", "must be one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = kind
    }
}
