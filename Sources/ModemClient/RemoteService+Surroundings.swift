internal import DBus
package import ModemAPI

// What else is on the bus, for who looks for a fault. None of it starts the service.
extension RemoteService {
    /// Whether somebody has that name.
    package func owner(of name: String) async throws(ServiceError) -> String? {
        do throws(BusError) {
            return try await connection.nameOwner(of: name)
        } catch {
            throw ServiceError(error, serviceLeft: false)
        }
    }

    /// Whether the bus would start the service for a call.
    package func isActivatable() async -> Bool {
        let reply = await answer(of: .bus, "org.freedesktop.DBus", "ListActivatableNames", [])
        return reply.contains {
            if case .array(_, let names) = $0 { names.contains(.string(BusName.ztemodem)) } else { false }
        }
    }

    /// Of the service.
    package func version() async throws(ServiceError) -> String {
        try await perform { () async throws(BusError) in
            try await connection.get(ManagerInterface.version, of: RemoteObject(BusName.ztemodem, ObjectPaths.root))
        }
    }

    /// Of systemd on the machine of the bus; nil without one.
    package func systemdVersion() async -> String? {
        let reply = await answer(
            of: .systemd, "org.freedesktop.DBus.Properties", "Get",
            [.string("org.freedesktop.systemd1.Manager"), .string("Version")])
        guard case .string(let version)? = reply.first?.unwrapped else { return nil }
        return version
    }

    /// Whether this caller may do it, without asking anybody for a password.
    package func authorization(for action: Action) async -> Authorization {
        let subject = Value.structure([
            .string("system-bus-name"), .settings(["name": .string(connection.uniqueName)]),
        ])
        let reply = await answer(
            of: .polkit, "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization",
            [subject, .string(action.rawValue), .dictionary(key: .string, value: .string, []), .uint32(0), .string("")])
        guard case .structure(let fields)? = reply.first, fields.count == 3, case .boolean(let isAllowed) = fields[0],
            case .boolean(let isChallenge) = fields[1]
        else { return .unknown }
        return isAllowed ? .allowed : isChallenge ? .afterPassword : .refused
    }

    /// Whether polkit runs or would be started.
    package func hasPolkit() async -> Bool {
        if case .unknown = await authorization(for: .connect) { return false }
        return true
    }

    /// Empty for an error: then there is nothing to know.
    private func answer(
        of object: RemoteObject, _ interface: String, _ member: String, _ body: [Value]
    ) async -> [Value] {
        let reply = try? await connection.call(
            destination: object.destination, path: object.path, interface: interface, member: member, body: body)
        return reply ?? []
    }
}

extension RemoteObject {
    fileprivate static let bus = known("org.freedesktop.DBus", "/org/freedesktop/DBus")
    fileprivate static let systemd = known("org.freedesktop.systemd1", "/org/freedesktop/systemd1")
    fileprivate static let polkit = known("org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority")

    private static func known(_ destination: String, _ path: String) -> RemoteObject {
        RemoteObject(destination, ObjectPath(path) ?? ObjectPaths.root)
    }
}
