internal import DBus

/// The contract as files, for `/usr/share/dbus-1/interfaces`.
package enum IntrospectionDocument {
    /// File name and text of each interface, such as `org.ztemodem1.Modem.xml`.
    package static func files() -> [(name: String, text: String)] {
        Contract.interfaces.map { ($0.name + ".xml", IntrospectionXML.document([$0])) }
    }
}
