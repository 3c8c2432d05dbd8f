internal import EventLoop

/// Who is behind a name on the bus, as the kernel told the bus when they connected.
package struct Caller: Equatable, Sendable {
    package let userID: UInt32
    /// Primary and supplementary; empty where the bus does not say.
    package let groupIDs: Set<UInt32>

    package init(userID: UInt32, groupIDs: Set<UInt32>) {
        self.userID = userID
        self.groupIDs = groupIDs
    }

    /// - Throws: the bus' error, such as `NameHasNoOwner` for one that has left.
    @LoopActor init(of sender: String, on connection: Connection) async throws(BusError) {
        let credentials = try await connection.credentials(of: sender)
        guard case .uint32(let user)? = credentials["UnixUserID"] else { throw .failed("no user id") }
        var groups: Set<UInt32> = []
        if case .array(_, let ids)? = credentials["UnixGroupIDs"] {
            for case .uint32(let id) in ids { groups.insert(id) }
        }
        self.init(userID: user, groupIDs: groups)
    }
}
