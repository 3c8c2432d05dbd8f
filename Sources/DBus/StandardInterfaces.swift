/// What every object has besides its own interfaces (D-Bus specification, "Standard Interfaces").
package enum StandardInterface {
    package enum Properties {
        package static let name = "org.freedesktop.DBus.Properties"
        package static let get = MethodDeclaration<String, String, Value>(
            name, "Get", "", ["interface_name", "property_name"], returns: "value")
        package static let set = MethodDeclaration<String, String, Value, Void>(
            name, "Set", "", ["interface_name", "property_name", "value"])
        package static let getAll = MethodDeclaration<String, [String: Value]>(
            name, "GetAll", "", ["interface_name"], returns: "props")
        package static let changed = SignalDeclaration<String, [String: Value], [String]>(
            name, "PropertiesChanged", "", ["interface_name", "changed_properties", "invalidated_properties"])
        static let declaration = InterfaceDeclaration(name, "", methods: [get, set, getAll], signals: [changed])
    }

    package enum ObjectManager {
        package static let name = "org.freedesktop.DBus.ObjectManager"
        package static let managedObjects = MethodDeclaration<[ObjectPath: [String: [String: Value]]]>(
            name, "GetManagedObjects", "", returns: "objpath_interfaces_and_properties")
        package static let added = SignalDeclaration<ObjectPath, [String: [String: Value]]>(
            name, "InterfacesAdded", "", ["object_path", "interfaces_and_properties"])
        package static let removed = SignalDeclaration<ObjectPath, [String]>(
            name, "InterfacesRemoved", "", ["object_path", "interfaces"])
        static let declaration = InterfaceDeclaration(name, "", methods: [managedObjects], signals: [added, removed])
    }

    package enum Introspectable {
        package static let name = "org.freedesktop.DBus.Introspectable"
        package static let introspect = MethodDeclaration<String>(name, "Introspect", "", returns: "xml_data")
        static let declaration = InterfaceDeclaration(name, "", methods: [introspect])
    }

    package enum Peer {
        package static let name = "org.freedesktop.DBus.Peer"
        package static let ping = MethodDeclaration<Void>(name, "Ping", "")
        package static let machineID = MethodDeclaration<String>(name, "GetMachineId", "", returns: "machine_uuid")
        static let declaration = InterfaceDeclaration(name, "", methods: [ping, machineID])
    }
}

/// A method of a standard interface, as a call names it.
enum StandardMethod: CaseIterable {
    case get, set, getAll, managedObjects, introspect, ping, machineID

    var description: MethodDescription {
        switch self {
        case .get: StandardInterface.Properties.get.description
        case .set: StandardInterface.Properties.set.description
        case .getAll: StandardInterface.Properties.getAll.description
        case .managedObjects: StandardInterface.ObjectManager.managedObjects.description
        case .introspect: StandardInterface.Introspectable.introspect.description
        case .ping: StandardInterface.Peer.ping.description
        case .machineID: StandardInterface.Peer.machineID.description
        }
    }

    /// A call may leave the interface out.
    static func find(_ member: String, of interface: String?) -> StandardMethod? {
        guard let (method, owner) = named[member], interface == nil || interface == owner else { return nil }
        return method
    }

    /// Each member and its interface; no two of these interfaces have a member of the same name.
    private static let named: [String: (StandardMethod, interface: String)] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.description.name, ($0, $0.description.interface)) })
}
