package import DBus

/// `org.ztemodem1.Manager`, on the root object.
package enum ManagerInterface {
    package static let name = BusName.ztemodem + ".Manager"

    package static let version = PropertyDeclaration<String>(
        name, "Version", "Version of the service, such as 0.1.0.", change: .constant)
    package static let logLevel = PropertyDeclaration<String>(
        name, "LogLevel",
        "The least severe messages that are logged: trace, debug, info, notice, warning, error or critical.")

    package static let scanDevices = MethodDeclaration<Void>(
        name, "ScanDevices", "Looks for sticks again, for a system that lost events of theirs.",
        requires: .deviceControl)
    package static let listDevices = MethodDeclaration<[[String: Value]]>(
        reading: name, "ListDevices",
        "Lists every stick the service knows by its id, plugged in or not: id s; mode s (storage, modem, network, other, or "
            + "storage modem for an id that stays the same through the switch); model s; methods as, targets as and "
            + "product s of a CD-ROM; ports as (interface:role) and reserved as of a modem; drivers as; reason s; quirks "
            + "as; source s. What does not apply is left out.",
        returns: "devices")
    package static let addProfile = MethodDeclaration<[String: Value], ObjectPath>(
        name, "AddProfile",
        "Stores a profile: settings of Connect and of profiles; returns its object. It is on the disk then.",
        ["settings"],
        returns: "profile", requires: .config, fails: [.alreadyExists, .storageFailed])
    package static let setLogLevel = MethodDeclaration<String, Void>(
        name, "SetLogLevel", "Sets LogLevel until the service ends.", ["level"], requires: .config)

    package static let declaration = InterfaceDeclaration(
        name, "The service itself.", methods: [scanDevices, listDevices, addProfile, setLogLevel],
        properties: [version, logLevel])
}
