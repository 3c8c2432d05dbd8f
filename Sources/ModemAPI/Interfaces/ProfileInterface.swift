package import DBus

/// `org.ztemodem1.Profile`, on each stored profile.
package enum ProfileInterface {
    package static let name = BusName.ztemodem + ".Profile"

    package static let id = PropertyDeclaration<String>(
        name, "Id", "Name of the profile, for the setting profile of Connect.", change: .constant)
    package static let autoconnect = PropertyDeclaration<Bool>(
        name, "Autoconnect", "Whether a stick that fits is connected by itself.")

    package static let secrets = PropertyDeclaration<[String]>(
        name, "Secrets", "Which secrets are stored: password, pin. Nobody is told what they are.")

    package static let update = MethodDeclaration<[String: Value], Void>(
        name, "Update",
        "Replaces the settings: one that is left out is none any more. A secret that is left out stays as it is, and goes "
            + "where an empty one is given. The id never changes; a connection made with the profile stays as it is.",
        ["settings"], requires: .config, fails: [.notFound, .storageFailed])
    package static let delete = MethodDeclaration<Void>(
        name, "Delete", "Removes the profile; a connection made with it stays.", requires: .config,
        fails: [.notFound, .storageFailed])
    package static let getSettings = MethodDeclaration<[String: Value]>(
        name, "GetSettings",
        "The settings of Connect and of profiles, as far as the profile says something; without password and pin.",
        returns: "settings", requires: .connect, fails: [.notFound])

    package static let declaration = InterfaceDeclaration(
        name, "Stored settings of a connection.", methods: [update, delete, getSettings],
        properties: [id, autoconnect, secrets])
}
