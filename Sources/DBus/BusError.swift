/// An error as it travels on the bus: a dotted name that programs compare and a sentence for people.
package struct BusError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `org.freedesktop.DBus.Error.UnknownMethod`.
    package let name: String
    package let message: String

    package init(name: String, message: String) {
        self.name = name
        self.message = message
    }

    package var description: String { "\(name): \(message)" }
}

// MARK: Errors of the D-Bus specification

extension BusError {
    /// Names of the D-Bus specification and the reference implementation.
    package enum Name {
        private static let prefix = "org.freedesktop.DBus.Error."
        package static let failed = prefix + "Failed"
        package static let accessDenied = prefix + "AccessDenied"
        package static let disconnected = prefix + "Disconnected"
        package static let invalidArguments = prefix + "InvalidArgs"
        package static let limitsExceeded = prefix + "LimitsExceeded"
        package static let nameHasNoOwner = prefix + "NameHasNoOwner"
        package static let noReply = prefix + "NoReply"
        package static let notSupported = prefix + "NotSupported"
        package static let propertyReadOnly = prefix + "PropertyReadOnly"
        package static let serviceUnknown = prefix + "ServiceUnknown"
        package static let unknownInterface = prefix + "UnknownInterface"
        package static let unknownMethod = prefix + "UnknownMethod"
        package static let unknownObject = prefix + "UnknownObject"
        package static let unknownProperty = prefix + "UnknownProperty"
        /// Never on the bus: the task that waited for the reply was cancelled.
        package static let cancelled = "org.freedesktop.DBus.Local.Cancelled"
    }

    package static func failed(_ message: String) -> BusError { BusError(name: Name.failed, message: message) }

    package static func accessDenied(_ message: String) -> BusError {
        BusError(name: Name.accessDenied, message: message)
    }

    package static func invalidArguments(_ message: String) -> BusError {
        BusError(name: Name.invalidArguments, message: message)
    }

    package static func unknownObject(_ path: ObjectPath) -> BusError {
        BusError(name: Name.unknownObject, message: "No object at \(path)")
    }

    package static func unknownInterface(_ interface: String, at path: ObjectPath) -> BusError {
        BusError(name: Name.unknownInterface, message: "\(path) has no interface \(interface)")
    }

    package static func unknownMethod(_ member: String, of interface: String?, at path: ObjectPath) -> BusError {
        let place = interface.map { "interface \($0) of \(path)" } ?? "\(path)"
        return BusError(name: Name.unknownMethod, message: "No method \(member) in \(place)")
    }

    package static func unknownProperty(_ property: String, of interface: String) -> BusError {
        BusError(name: Name.unknownProperty, message: "No property \(property) in interface \(interface)")
    }

    package static func propertyReadOnly(_ property: String, of interface: String) -> BusError {
        BusError(name: Name.propertyReadOnly, message: "Property \(property) of \(interface) cannot be set")
    }

    static let descriptorsNotSent = BusError(name: Name.notSupported, message: "File descriptors are not sent")
    static let descriptorsRefused = invalidArguments("File descriptors are not accepted")
    static let disconnected = BusError(name: Name.disconnected, message: "The connection to the bus is closed")
    static let noReply = BusError(name: Name.noReply, message: "No reply within the time allowed")
    static let cancelled = BusError(name: Name.cancelled, message: "The call was cancelled")
    static let outOfMemory = BusError(name: "org.freedesktop.DBus.Error.NoMemory", message: "Not enough memory")

    /// The argument types do not match those declared.
    static func signatureMismatch(expected: String, received: String) -> BusError {
        .invalidArguments("Expected arguments of type '\(expected)', got '\(received)'")
    }

    static func typeMismatch(expected: Signature, received: Value) -> BusError {
        .invalidArguments("Expected a value of type '\(expected)', got '\(received.typeText)'")
    }
}
