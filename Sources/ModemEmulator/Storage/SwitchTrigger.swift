/// What makes the stick stop being a CD-ROM.
package enum SwitchTrigger: String, CaseIterable, Sendable {
    /// START STOP UNIT with LoEj on the CD-ROM.
    case eject
    /// The same, once PREVENT ALLOW MEDIUM REMOVAL has allowed it.
    case allowThenEject = "allow-then-eject"
    /// START STOP UNIT with LoEj on the card slot.
    case ejectLUN1 = "eject-lun1"
    /// The vendor command of the family.
    case message
    /// The vendor command, once the CD-ROM was ejected; either alone does nothing.
    case ejectMessage = "eject-message"
    /// No SCSI command for a while: the driver has let go. First seen on the MF622.
    case driverRelease = "driver-release"
    /// A stick that cannot be switched.
    case never
}
