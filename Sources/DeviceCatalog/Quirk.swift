/// An oddity of a stick that code has to know of. Raw values are what device files say. A closed set: a new kind of oddity is
/// a case here and the one place that acts on it.
package enum Quirk: String, CaseIterable, Sendable {
    /// A port may send blocks of zero bytes; it is none for AT commands.
    case zeroBytes = "zero-bytes"
    /// The port of calls may sleep and take no bytes; `AT+ZOPRT?` on the other one wakes it before dialling.
    case sleepyDataPort = "sleepy-data-port"
    /// `+ZUSIMR` floods the port until the storage of messages was asked for with `+CPMS?`.
    case messageFlood = "message-flood"
    /// `+CNMI` offers mode 2 and refuses it; mode 1 works.
    case cnmiMode1 = "cnmi-mode-1"
    /// `+CDS` has one comma too many before the length.
    case extraCommaInCDS = "cds-extra-comma"
    /// A message handed over directly cannot be acknowledged with `+CNMA`.
    case noMessageAcknowledgement = "no-message-ack"
    /// `+CIND` and `+CMER` must not be relied on. Nothing here does: signal and registration are asked for by their own
    /// commands, and this is written down for whoever thinks of using them.
    case noIndicators = "no-indicators"
    /// Speaks to networks of another kind, CDMA or WiMAX: the commands of 3GPP mean nothing to it.
    case notOf3GPP = "not-3gpp"
    /// There is a QMI interface, and it does not work.
    case unusableQMI = "qmi-unusable"
    /// The network card is configured by DHCP alone, not by the modem's commands.
    case networkByDHCP = "network-dhcp"
}
