package import DBus

/// `org.ztemodem1.Profile`, on each stored profile.
package enum ProfileInterface {
    package static let name = BusName.ztemodem + ".Profile"

    package static let id = PropertyDeclaration<String>(
        name, "Id", "Name of the profile, for the setting profile of Connect.", change: .constant)
    package static let autoconnect = PropertyDeclaration<Bool>(
        name, "Autoconnect", "Whether a stick that fits is connected by itself.")

    package static let update = MethodDeclaration<[String: Value], Void>(
        name, "Update", "Replaces the settings; a secret that is left out stays as it is.", ["settings"],
        requires: .config, fails: [.storageFailed])
    package static let delete = MethodDeclaration<Void>(
        name, "Delete", "Removes the profile; a connection made with it stays.", requires: .config,
        fails: [.storageFailed])
    package static let getSettings = MethodDeclaration<[String: Value]>(
        name, "GetSettings",
        "The settings of Connect with id s, autoconnect b and sim s (ICCID, or country and network code); without password "
            + "and pin.",
        returns: "settings", requires: .connect)

    package static let declaration = InterfaceDeclaration(
        name, "Stored settings of a connection.", methods: [update, delete, getSettings],
        properties: [id, autoconnect])
}
