/// Why devices cannot be watched; one line for a person.
package enum UdevError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No udevd on this system: its announcements would never come. ``UdevMonitor/Source/kernel`` does without.
    case noDaemon
    case unavailable(String)

    package var description: String {
        switch self {
        case .noDaemon:
            "udevd is not running (/run/udev/control is missing): rights and links of devices are as the kernel sets them"
        case .unavailable(let reason): reason
        }
    }
}
