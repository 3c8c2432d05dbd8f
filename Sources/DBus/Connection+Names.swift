/// Why a bus name is not ours.
package enum NameError: Error, Hashable, Sendable {
    /// Another connection has it.
    case taken
    /// The bus refused (its policy says who may own which name), or is gone.
    case refused(BusError)
}

extension Connection {
    /// Takes a well-known name, without waiting in line and without taking it away from anybody.
    package func requestName(_ name: String) async throws(NameError) {
        let doNotQueue: UInt32 = 4
        let outcome: UInt32
        do throws(BusError) {
            outcome = try TypeList<UInt32>.decode(
                try await callBus("RequestName", [.string(name), .uint32(doNotQueue)]))
        } catch {
            throw .refused(error)
        }
        // 1: primary owner, 4: already owner (D-Bus specification, RequestName).
        guard outcome == 1 || outcome == 4 else { throw .taken }
    }

    /// Gives a name back; nothing happens if it is not ours.
    package func releaseName(_ name: String) async throws(BusError) {
        _ = try await callBus("ReleaseName", [.string(name)])
    }

    /// What the bus knows of a connection (D-Bus specification, GetConnectionCredentials): `UnixUserID` u,
    /// `UnixGroupIDs` au and others.
    package func credentials(of name: String) async throws(BusError) -> [String: Value] {
        try TypeList<[String: Value]>.decode(try await callBus("GetConnectionCredentials", [.string(name)]))
    }

    /// The unique name behind a well-known one, nil if nobody has it.
    package func nameOwner(of name: String) async throws(BusError) -> String? {
        do throws(BusError) {
            return try TypeList<String>.decode(try await callBus("GetNameOwner", [.string(name)]))
        } catch {
            if error.name == BusError.Name.nameHasNoOwner { return nil }
            throw error
        }
    }
}
