internal import CDBus

/// Checks of names before libdbus sees them: it ends the process when given an invalid one.
enum BusSyntax {
    static func checkBusName(_ name: String) throws(BusError) { try check(name, "bus name", dbus_validate_bus_name) }
    static func checkInterface(_ name: String) throws(BusError) {
        try check(name, "interface", dbus_validate_interface)
    }
    static func checkMember(_ name: String) throws(BusError) { try check(name, "member", dbus_validate_member) }
    static func isErrorName(_ name: String) -> Bool { isValid(name, dbus_validate_error_name) }

    private typealias Validator = (UnsafePointer<CChar>?, UnsafeMutablePointer<DBusError>?) -> dbus_bool_t

    private static func isValid(_ name: String, _ validator: Validator) -> Bool {
        OutboundText.withCString(name) { validator($0, nil) != 0 }
    }

    private static func check(_ name: String, _ kind: String, _ validator: Validator) throws(BusError) {
        guard isValid(name, validator) else { throw .invalidArguments("Not a valid \(kind): '\(name)'") }
    }
}
