package import DBus
internal import ModemAPI
package import ModemCore

extension SwitchOptions {
    /// Reads the argument of Switch.
    /// - Throws: `InvalidArguments` that names the key: unknown, of the wrong type, or with a value that is not allowed.
    package init(bus options: [String: Value]) throws(BusError) {
        for key in options.keys.sorted() where SwitchOption(rawValue: key) == nil {
            throw ErrorName.invalidArguments("'\(key.prefix(40))' is not an option of Switch.")
        }
        self = try ModemError.checked { () throws(InvalidValue) in
            try SwitchOptions(
                target: Self.text(.target, options), method: Self.text(.method, options),
                isForced: Self.flag(.force, options), cdROM: Self.text(.cdROM, options))
        }
    }

    private static func text(_ option: SwitchOption, _ options: [String: Value]) throws(InvalidValue) -> String? {
        switch options[option.rawValue]?.unwrapped {
        case nil: return nil
        case .string(let text): return text
        default: throw wrongType(option)
        }
    }

    private static func flag(_ option: SwitchOption, _ options: [String: Value]) throws(InvalidValue) -> Bool {
        switch options[option.rawValue]?.unwrapped {
        case nil: return false
        case .boolean(let flag): return flag
        default: throw wrongType(option)
        }
    }

    private static func wrongType(_ option: SwitchOption) -> InvalidValue {
        InvalidValue(option.rawValue, "must be of the D-Bus type '\(option.signature)'")
    }
}
