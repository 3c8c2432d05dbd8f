/// What a stick that is a modem turns into when the host resets its port.
package enum ResetReturn: String, CaseIterable, Sendable {
    /// Its firmware starts over, and shows the CD-ROM unless that is turned off.
    case storage
    /// It stays what it is.
    case modem
}
