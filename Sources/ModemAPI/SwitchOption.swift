package import DBus

/// The keys Switch takes. The raw value is the key.
package enum SwitchOption: String, CaseIterable, Sendable {
    case target
    case method
    case force
    case cdROM = "cd-rom"

    /// Type of the value inside its variant.
    package var signature: Signature {
        switch self {
        case .target, .method, .cdROM: String.signature
        case .force: Bool.signature
        }
    }

    /// What it is, its range, what holds without it.
    package var doc: String {
        switch self {
        case .target: "What the stick is to be: modem or storage; without it modem."
        case .method:
            "The one method to switch it by, for all attempts: eject, message or driver-release, as SwitchMethod has them; "
                + "without it all that may work, what has worked before first."
        case .force: "Whether to switch although the CD-ROM is mounted; without it false."
        case .cdROM:
            "Whether the stick shows its CD-ROM when it is plugged in, from the next time on: off or on. It is written into "
                + "the stick, which has to be a modem; without it that stays as it is. Off is undone by on."
        }
    }
}
