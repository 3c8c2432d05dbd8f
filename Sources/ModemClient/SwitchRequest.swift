package import DBus
internal import ModemAPI

/// The argument of Switch. The service checks every value; what is nil is left to it.
package struct SwitchRequest: Sendable {
    /// `modem` or `storage`.
    package var target: String?
    /// `eject`, `message` or `driver-release`.
    package var method: String?
    /// Although the CD-ROM is mounted.
    package var isForced: Bool?
    /// `off` or `on`.
    package var cdROM: String?

    package init() {}

    package var options: [String: Value] {
        var options: [String: Value] = [:]
        func set(_ key: SwitchOption, _ value: (some BusType)?) { options[key.rawValue] = value?.busValue }
        set(.target, target)
        set(.method, method)
        set(.force, isForced)
        set(.cdROM, cdROM)
        return options
    }
}
