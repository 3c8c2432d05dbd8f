/// What makes the stick stop being a CD-ROM.
package enum SwitchTrigger: String, CaseIterable, Sendable {
    /// START STOP UNIT with LoEj on the CD-ROM.
    case eject
    /// The same, once PREVENT ALLOW MEDIUM REMOVAL has allowed it.
    case allowThenEject = "allow-then-eject"
    /// The vendor command `85 01 01 01 …`.
    case message
    /// No SCSI command for a while: the driver has let go. First seen on the MF622.
    case driverRelease = "driver-release"
    /// A stick that cannot be switched.
    case never
}
