internal import EventLoop

/// An object of another process.
package struct RemoteObject: Hashable, Sendable {
    /// Bus name of the service.
    package let destination: String
    package let path: ObjectPath

    package init(_ destination: String, _ path: ObjectPath) {
        self.destination = destination
        self.path = path
    }
}

extension Connection {
    /// Calls a declared method; see ``call(destination:path:interface:member:body:timeout:flags:)``.
    package func call<each In: BusType, Out>(
        _ method: MethodDeclaration<repeat each In, Out>, on object: RemoteObject, _ arguments: repeat each In,
        timeout: Duration? = Connection.defaultTimeout, flags: CallFlags = []
    ) async throws(BusError) -> Out {
        let reply = try await call(
            destination: object.destination, path: object.path, interface: method.description.interface,
            member: method.description.name, body: TypeList<repeat each In>.encode(repeat each arguments),
            timeout: timeout, flags: flags)
        return try method.decode(reply)
    }

    /// Calls a declared method and asks for no reply.
    package func post<each In: BusType, Out>(
        _ method: MethodDeclaration<repeat each In, Out>, on object: RemoteObject, _ arguments: repeat each In
    ) throws(BusError) {
        try post(
            destination: object.destination, path: object.path, interface: method.description.interface,
            member: method.description.name, body: TypeList<repeat each In>.encode(repeat each arguments))
    }

    /// - Throws: what the service answers for a property that is not known, among others.
    package func get<Content>(
        _ property: PropertyDeclaration<Content>, of object: RemoteObject
    ) async throws(BusError) -> Content {
        let value = try await call(
            StandardInterface.Properties.get, on: object, property.description.interface, property.description.name)
        return try Content(busValue: value)
    }

    package func set<Content>(
        _ property: PropertyDeclaration<Content>, of object: RemoteObject, to content: Content, flags: CallFlags = []
    ) async throws(BusError) {
        try await call(
            StandardInterface.Properties.set, on: object, property.description.interface, property.description.name,
            content.busValue, flags: flags)
    }

    /// All properties of an interface that are known.
    package func properties(of object: RemoteObject, _ interface: String) async throws(BusError) -> PropertyValues {
        PropertyValues(try await call(StandardInterface.Properties.getAll, on: object, interface))
    }

    /// What the object manager at `object` knows: the properties of each interface of each object below.
    package func managedObjects(
        of object: RemoteObject
    ) async throws(BusError) -> [ObjectPath: [String: PropertyValues]] {
        try await call(StandardInterface.ObjectManager.managedObjects, on: object).mapValues { interfaces in
            interfaces.mapValues { PropertyValues($0) }
        }
    }
}
