internal import CDBus

extension ObjectTree {
    func answer(
        _ method: StandardMethod, _ call: IncomingCall, _ message: borrowing Message, _ connection: Connection
    ) throws(BusError) {
        // Peer is about the connection, and answered on every path.
        let interfaces = method == .ping || method == .machineID ? [] : try interfaces(at: call.path)
        if method == .managedObjects, call.path != managerPath {
            throw .unknownInterface(method.description.interface, at: call.path)
        }
        let values = try arguments(of: message, for: method.description)
        switch method {
        case .ping: connection.answer(.success([]), to: call.address)
        case .machineID: connection.answer(.success([.string(try Self.machineID())]), to: call.address)
        case .introspect:
            let xml = introspection(of: call.path, interfaces, beside: connection.trees)
            connection.answer(.success([.string(xml)]), to: call.address)
        case .managedObjects:
            try reply(to: call.address, connection) { writer throws(BusError) in
                try writer.append(objects: managedObjects)
            }
        case .getAll:
            try answerAll(of: TypeList<String>.decode(values), call, interfaces, connection)
        case .get:
            let (interface, property) = try TypeList<String, String>.decode(values)
            let value = try value(property, of: interface, call.path, interfaces)
            connection.answer(.success([.variant(value)]), to: call.address)
        case .set:
            let (interface, property, value) = try TypeList<String, String, Value>.decode(values)
            try set(property, of: interface, to: value, call, interfaces, connection)
        }
    }

    private func reply(
        to address: ReplyAddress, _ connection: Connection, _ body: (inout MessageWriter) throws(BusError) -> Void
    ) throws(BusError) {
        guard address.isExpected else { return }
        let message = try Message.reply(to: address)
        var writer = MessageWriter(message)
        try body(&writer)
        _ = try connection.send(message)
    }

    // MARK: Properties

    /// An empty name stands for all interfaces.
    private func named(
        _ name: String, _ path: ObjectPath, _ interfaces: [ExportedInterface]
    ) throws(BusError) -> [ExportedInterface] {
        let named = name.isEmpty ? interfaces : interfaces.filter { $0.declaration.name == name }
        if named.isEmpty, !name.isEmpty, !standardInterfaces(at: path).contains(where: { $0.name == name }) {
            throw .unknownInterface(name, at: path)
        }
        return named
    }

    private func answerAll(
        of interface: String, _ call: IncomingCall, _ interfaces: [ExportedInterface], _ connection: Connection
    ) throws(BusError) {
        let named = try named(interface, call.path, interfaces)
        guard call.address.isExpected else { return }
        if named.count == 1 {
            _ = try connection.send(named[0].allSettings(to: call.address))
            return
        }
        // Two interfaces may have a property of the same name: the first one counts, as in Get.
        var seen: Set<String> = []
        let settings = named.flatMap(\.settings).filter { seen.insert($0.name).inserted }
        try reply(to: call.address, connection) { writer throws(BusError) in try writer.append(settings: settings) }
    }

    private func value(
        _ property: String, of interface: String, _ path: ObjectPath, _ interfaces: [ExportedInterface]
    ) throws(BusError) -> Value {
        for candidate in try named(interface, path, interfaces) {
            switch candidate.value(of: property) {
            case .value(let value): return value
            case .unknownNow:
                throw BusError(name: errorNames.notAvailable, message: "\(property) is not known at present")
            case .noSuchProperty: continue
            }
        }
        throw .unknownProperty(property, of: interface)
    }

    private func set(
        _ property: String, of interface: String, to value: Value, _ call: IncomingCall,
        _ interfaces: [ExportedInterface], _ connection: Connection
    ) throws(BusError) {
        for candidate in try named(interface, call.path, interfaces) {
            guard let description = candidate.property(property) else { continue }
            guard case .readWrite(let action) = description.access, let setter = candidate.setter(property) else {
                throw .propertyReadOnly(property, of: candidate.declaration.name)
            }
            let context = call.context(candidate.declaration.name)
            let work = try setter.prepare(context, value)
            return try start(context, call.address, connection, requires: action, work)
        }
        throw .unknownProperty(property, of: interface)
    }

    // MARK: The others

    private var managedObjects:
        [(path: ObjectPath, interfaces: [(name: String, settings: [(name: String, value: Value)])])]
    {
        objects.filter { managedPath.contains($0.key) }.sorted { $0.key.text < $1.key.text }.map { path, interfaces in
            (path, interfaces.map { ($0.declaration.name, $0.settings) })
        }
    }

    /// Above its own paths a tree leads to those of the others, too.
    private func introspection(
        of path: ObjectPath, _ interfaces: [ExportedInterface], beside trees: [ObjectTree]
    ) -> String {
        let paths = trees.flatMap(\.objects.keys)
        let children = Set(paths.compactMap { path.child(towards: $0).map(String.init) })
        return IntrospectionXML.document(
            xml: standardInterfaces(at: path).map(IntrospectionXML.xml) + interfaces.map(\.xml),
            children: children.sorted())
    }

    private static func machineID() throws(BusError) -> String {
        guard let text = dbus_try_get_local_machine_id(nil) else { throw .failed("This machine has no id") }
        defer { dbus_free(text) }
        return String(cString: text)
    }
}
