/// What happened to the set of sticks. Snapshots come up through here once, in order, and nowhere else.
package enum ModemChange: Sendable {
    case added(Modem)
    /// The snapshot to show; the modem may already be further.
    case changed(Modem, ModemSnapshot)
    case removed(Modem)
    /// The sticks that were there at the start, or when a scan was asked for, have all been told.
    case settled
}
