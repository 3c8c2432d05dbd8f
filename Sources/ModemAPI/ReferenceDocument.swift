internal import DBus

/// `docs/dbus-api.md`: the contract for a person, printed from the declarations.
package enum ReferenceDocument {
    package static let path = "docs/dbus-api.md"

    package static func text() -> String {
        ([introduction] + IntrospectionDocument.interfaces.map(interface) + [settings, errors, actions])
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
        `Connection` while they can work |

        The path of a stick is the same before and after it is switched, and after it was unplugged and plugged in again.
        Interfaces come and go by `InterfacesAdded` and `InterfacesRemoved`.

        * A number that is not known is absent: `GetAll` leaves it out, `Get` answers
          `\(ErrorName.notAvailable.name)`, and `PropertiesChanged` names it among the invalidated when it is lost. An
          unknown text is empty.
        * A method answers when the thing is done or has failed. `Connect` and `Switch` can take minutes: set a time limit of
          180 s (`busctl --timeout=180`). They go on when the caller leaves.
        * New members, keys and values of enumerations may be added; none is renamed. Ignore what you do not know.

        """

    private static func interface(_ interface: InterfaceDeclaration) -> String {
        var lines = ["## \(interface.name)", "", interface.doc, ""]
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
        case .constant: notes.append("Never changes.")
        case .silent: notes.append("Changes are not announced.")
        }
        return "| `\(property.name)` | `\(property.signature.text)` | \(notes.joined(separator: " ")) |"
    }

    private static func paragraphs(_ method: MethodDescription) -> [String] {
        let results = method.results.isEmpty ? "" : " → \(list(method.results))"
        let permission = method.action.map { ["Requires `\($0)`.", ""] } ?? []
        return ["### \(method.name)(\(list(method.arguments)))\(results)", "", method.doc, ""] + permission
    }

    private static func list(_ arguments: [ArgumentDescription]) -> String {
        arguments.map { "\($0.name) \($0.signature.text)" }.joined(separator: ", ")
    }

    private static var settings: String {
        table(
            "Settings of Connect", "Keys of the dictionary; an unknown one is an error that names it.",
            ["key", "type", ""], ConnectSetting.allCases.map { ["`\($0.rawValue)`", "`\($0.signature.text)`", $0.doc] })
    }

    private static var errors: String {
        table(
            "Errors",
            "Names begin with `\(ErrorName.failed.name.dropLast(ErrorName.failed.rawValue.count))`; wrong "
                + "calls are answered with the standard names of `org.freedesktop.DBus.Error`.",
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
