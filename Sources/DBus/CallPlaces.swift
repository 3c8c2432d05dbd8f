/// How many calls may be under way at once. Properties and introspection are answered at once and do not count.
///
/// There are two rooms. A call that needs somebody's permission waits for it in the first, maybe for minutes; a call that is
/// allowed is in the second. Who fills the first keeps nobody out of the second, and one user fills neither.
package struct CallPlaces: Sendable {
    /// Where a call is on its way.
    package enum Stage: Hashable, Sendable {
        /// The bus is being asked who the caller is, which takes as long as the bus takes.
        case arriving
        /// Somebody is being asked whether this user may.
        case asking(user: UInt32)
        /// It is done. The user is nil where nobody has to allow it.
        case allowed(user: UInt32?)
    }

    package enum Refusal: Equatable, Sendable, CustomStringConvertible {
        case sender, user, room

        package var description: String {
            switch self {
            case .sender: "Too many calls of yours are under way"
            case .user: "Too many calls of this user are under way"
            case .room: "Too many calls are under way"
            }
        }
    }

    /// Of one connection, in any stage.
    package var ofSender: Int
    /// Of one user, in each room. Root is not counted in them: nobody else can keep it out.
    package var ofUser: Int
    /// In each room.
    package var inRoom: Int

    package init(ofSender: Int = 8, ofUser: Int = 16, inRoom: Int = 64) {
        self.ofSender = ofSender
        self.ofUser = ofUser
        self.inRoom = inRoom
    }

    /// Why a call may not come in, nil if it may.
    /// - Parameter own: how many calls of the same connection there are.
    package func refusal(beside own: Int) -> Refusal? { own < ofSender ? nil : .sender }

    /// Why a call may not go on to `stage`, nil if it may.
    package func refusal(of stage: Stage, beside others: some Sequence<Stage>) -> Refusal? {
        guard stage.isCounted else { return nil }
        let present = others.filter { $0.isCounted && $0.isAllowed == stage.isAllowed }
        if let user = stage.user, present.count(where: { $0.user == user }) >= ofUser { return .user }
        return present.count < inRoom ? nil : .room
    }
}

extension CallPlaces.Stage {
    package var isAllowed: Bool {
        switch self {
        case .arriving, .asking: false
        case .allowed: true
        }
    }

    fileprivate var isCounted: Bool {
        switch self {
        case .arriving: false
        case .asking, .allowed: user != 0
        }
    }

    fileprivate var user: UInt32? {
        switch self {
        case .arriving: nil
        case .asking(let user): user
        case .allowed(let user): user
        }
    }
}
