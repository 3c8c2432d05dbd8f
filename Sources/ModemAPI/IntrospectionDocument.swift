package import DBus

/// The contract as files, for `/usr/share/dbus-1/interfaces`.
package enum IntrospectionDocument {
    /// Every interface of the service.
    package static let interfaces: [InterfaceDeclaration] = [
        ManagerInterface.declaration, ModemInterface.declaration, SimInterface.declaration,
        NetworkInterface.declaration, ConnectionInterface.declaration,
    ]

    /// File name and text of each, such as `org.ztemodem1.Modem.xml`.
    package static func files() -> [(name: String, text: String)] {
        interfaces.map { ($0.name + ".xml", IntrospectionXML.document([$0])) }
    }
}
