internal import DBus

/// `docs/dbus-api.md`: the contract for a person, printed from the declarations.
package enum ReferenceDocument {
    package static let path = "docs/dbus-api.md"

    package static func text() -> String {
        ([introduction] + Contract.interfaces.map(interface) + [settings, profileSettings, options, errors, actions])
            .joined(separator: "\n")
    }

    private static let introduction = """
        # The D-Bus interface

        Printed from the declarations in `Sources/ModemAPI` by `make api`; a test compares. The same as introspection data
        is in `dbus/introspection`, and on the bus.

        Everything is on the system bus under the name `\(BusName.ztemodem)`:

        | object | interfaces |
        |---|---|
        | `\(ObjectPaths.root.text)` | `Manager`, `org.freedesktop.DBus.ObjectManager` |
        | `\(ObjectPaths.modems.text)/usb1_1_2`, for the stick in physical port 1-1.2 | `Modem`, and `Sim`, `Network`, \
        `Connection`, `Messaging`, `Ussd` while they can work |
        | `\(ObjectPaths.profiles.text)/home`, for the stored profile `home` | `Profile` |
        | `\(ObjectPaths.sims.text)/0123456789abcdef`, named by SimId, also while no stick has the SIM | `MessageStore`, \
        `Usage` |

        The path of a stick is the same before and after it is switched, and after it was unplugged and plugged in again.
        Interfaces come and go by `InterfacesAdded` and `InterfacesRemoved`. The bus starts the service with the first call.

        A dictionary is written for `busctl` as the number of its entries, then key, type and value of each
        ([tutorial.md](tutorial.md) shows the whole way):

            busctl --timeout=180 call \(BusName.ztemodem) \(ObjectPaths.modems.text)/usb1_1_2 \\
                \(ModemInterface.name) Connect 'a{sv}' 2 apn s internet allow-roaming b false

        * A number that is not known is absent: `GetAll` leaves it out, `Get` answers
          `\(ErrorName.notAvailable.name)`, and `PropertiesChanged` names it among the invalidated when it is lost. An
          unknown text is empty.
        * `PropertiesChanged` carries what changed, once and at once; what changes often (signal, bytes) at most once a
          second.
        * No property and no signal holds a PIN, a password, the text of a message or the number of a subscriber: those
          are answers of methods.
        * A method answers when the thing is done or has failed. `Connect` and `Switch` can take minutes: set a time limit of
          180 s (`busctl --timeout=180`). They go on when the caller leaves. What does not is said to end with its caller.
        * Whoever may reach the service may read. Each other method, and each property that can be set, asks polkit for the
          action named with it, on behalf of the caller; root may do everything. polkit may ask the user for a password if
          the message allows it (`busctl --allow-interactive-authorization=yes`). Where polkit is not installed, members of
          the group that the configuration names may do what an active user may, and root everything.
        * A stick that leaves the bus answers the calls under way with `\(ErrorName.deviceGone.name)`; then it is removed.
        * A caller may have 8 calls under way. Calls that wait for polkit have 64 places and calls that are allowed another
          64, of each of which a user may take 16; root is not counted. A request may have 64 KiB and no file descriptors.
          What is above that is answered with `\(ErrorName.limitsExceeded.name)` or `InvalidArgs`.
        * New members, keys and values of enumerations may be added; none is renamed. Ignore what you do not know.

        """

    private static func interface(_ interface: InterfaceDeclaration) -> String {
        var lines = ["## \(interface.name)", "", interface.doc, ""]
        if Contract.withoutObjects.contains(interface.name) { lines += ["On no object of this version yet.", ""] }
        if !interface.properties.isEmpty {
            lines += ["| property | type | |", "|---|---|---|"] + interface.properties.map(row) + [""]
        }
        for method in interface.methods { lines += paragraphs(method) }
        for signal in interface.signals {
            lines += ["### signal \(signal.name)(\(list(signal.arguments)))", "", signal.doc, ""]
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ property: PropertyDescription) -> String {
        var notes = [property.doc]
        if case .readWrite(let action) = property.access {
            notes.append("Can be set" + (action.map { "; that requires `\($0)`." } ?? "."))
        }
        switch property.change {
        case .signalled: break
        case .coalesced: notes.append("Announced at most once a second.")
        case .constant: notes.append("Never changes.")
        case .silent: notes.append("Changes are not announced.")
        }
        return "| `\(property.name)` | `\(property.signature.text)` | \(notes.joined(separator: " ")) |"
    }

    private static func paragraphs(_ method: MethodDescription) -> [String] {
        let results = method.results.isEmpty ? "" : " → \(list(method.results))"
        var notes = method.isBoundToCaller ? ["Ends when the caller leaves the bus."] : []
        notes.append(method.action.map { "Requires `\($0)`." } ?? "For every user.")
        let own = method.errors.map { "`\($0.dropFirst(ErrorName.prefix.count))`" }.joined(separator: ", ")
        if !own.isEmpty { notes.append("Errors: \(own), and those of any call.") }
        let heading = "### \(method.name)(\(list(method.arguments)))\(results)"
        return [heading, "", method.doc, "", notes.joined(separator: " "), ""]
    }

    private static func list(_ arguments: [ArgumentDescription]) -> String {
        arguments.map { "\($0.name) \($0.signature.text)" }.joined(separator: ", ")
    }

    private static var settings: String {
        table(
            "Settings of Connect", "Keys of the dictionary; an unknown one is an error that names it.",
            ["key", "type", ""], ConnectSetting.allCases.map { ["`\($0.rawValue)`", "`\($0.signature.text)`", $0.doc] })
    }

    private static var options: String {
        table(
            "Options of Switch", "Keys of the dictionary; an unknown one is an error that names it.",
            ["key", "type", ""], SwitchOption.allCases.map { ["`\($0.rawValue)`", "`\($0.signature.text)`", $0.doc] })
    }

    private static var profileSettings: String {
        table(
            "Settings of profiles", "Keys a profile has beside those of Connect.", ["key", "type", ""],
            ProfileSetting.allCases.map { ["`\($0.rawValue)`", "`\($0.signature.text)`", $0.doc] })
    }

    private static var errors: String {
        table(
            "Errors",
            "Names begin with `\(ErrorName.prefix)`; wrong calls are answered with the standard names of "
                + "`org.freedesktop.DBus.Error`. Any call can be answered with "
                + ErrorName.ofAnyCall.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".",
            ["name", ""], ErrorName.allCases.map { ["`\($0.rawValue)`", $0.doc] })
    }

    private static var actions: String {
        table(
            "Actions of polkit", "What an administrator can grant or refuse.", ["action", ""],
            Action.allCases.map { ["`\($0.rawValue)`", $0.doc] })
    }

    private static func table(_ title: String, _ text: String, _ head: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rule = "|" + head.map { _ in "---|" }.joined()
        return (["## " + title, "", text, "", line(head), rule] + rows.map(line) + [""]).joined(separator: "\n")
    }
}
