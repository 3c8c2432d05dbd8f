/// Introspection data as the D-Bus specification describes it. Documentation is in the annotation that GLib's tools
/// know, `org.gtk.GDBus.DocString`.
package enum IntrospectionXML {
    /// A whole document.
    package static func document(_ interfaces: [InterfaceDeclaration], children: [String] = []) -> String {
        document(xml: interfaces.map(xml), children: children)
    }

    static func document(xml interfaces: [String], children: [String]) -> String {
        let nodes = children.map { "  <node name=\"\(escaped($0))\"/>\n" }
        return header + "<node>\n" + interfaces.joined() + nodes.joined() + "</node>\n"
    }

    /// One interface, as part of a document.
    static func xml(_ interface: InterfaceDeclaration) -> String {
        element(
            "interface", ["name": interface.name], indent: 1,
            [doc(interface.doc, indent: 2)] + interface.methods.map(method) + interface.properties.map(property)
                + interface.signals.map(signal))
    }

    private static let header = """
        <!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
         "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">

        """

    private static func method(_ method: MethodDescription) -> String {
        let notes = [
            method.isBoundToCaller ? "Ends when the caller leaves the bus." : nil,
            method.action.map { "Requires \($0)." },
            method.errors.isEmpty ? nil : "Errors: \(method.errors.joined(separator: ", ")).",
        ]
        return element(
            "method", ["name": method.name], indent: 2,
            [doc(([method.doc] + notes.compactMap(\.self)).joined(separator: " "), indent: 3)]
                + method.arguments.map { argument($0, direction: "in") }
                + method.results.map { argument($0, direction: "out") })
    }

    private static func signal(_ signal: SignalDescription) -> String {
        element(
            "signal", ["name": signal.name], indent: 2,
            [doc(signal.doc, indent: 3)] + signal.arguments.map { argument($0, direction: nil) })
    }

    private static func property(_ property: PropertyDescription) -> String {
        let access: String
        let permission: String
        switch property.access {
        case .read: (access, permission) = ("read", "")
        case .readWrite(let action):
            (access, permission) = ("readwrite", action.map { " Setting it requires \($0)." } ?? "")
        }
        return element(
            "property", ["name": property.name, "type": property.signature.text, "access": access], indent: 2,
            [doc(property.doc + permission, indent: 3), changes(property.change)])
    }

    private static func changes(_ change: PropertyDescription.Change) -> String {
        let name = "org.freedesktop.DBus.Property.EmitsChangedSignal"
        switch change {
        case .signalled, .coalesced: return ""
        case .constant: return annotation(name, "const", indent: 3)
        case .silent: return annotation(name, "false", indent: 3)
        }
    }

    private static func argument(_ argument: ArgumentDescription, direction: String?) -> String {
        let attributes: KeyValuePairs = ["name": argument.name, "type": argument.signature.text]
        guard let direction else { return element("arg", attributes, indent: 3, []) }
        return element(
            "arg", ["name": argument.name, "type": argument.signature.text, "direction": direction], indent: 3, [])
    }

    private static func doc(_ text: String, indent: Int) -> String {
        text.isEmpty ? "" : annotation("org.gtk.GDBus.DocString", text, indent: indent)
    }

    private static func annotation(_ name: String, _ value: String, indent: Int) -> String {
        element("annotation", ["name": name, "value": value], indent: indent, [])
    }

    private static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String>, indent: Int, _ content: [String]
    ) -> String {
        let space = String(repeating: "  ", count: indent)
        let start = space + "<" + name + attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
        let content = content.joined()
        return content.isEmpty ? start + "/>\n" : start + ">\n" + content + space + "</" + name + ">\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
