/// Which signals are wanted (D-Bus specification, "Match Rules"). What is nil matches everything.
package struct MatchRule: Hashable, Sendable {
    /// A unique or a well-known name. Of a well-known name only its owner's signals are delivered.
    package var sender: String?
    package var path: ObjectPath?
    /// The object at this path and all below it.
    package var pathNamespace: ObjectPath?
    package var interface: String?
    package var member: String?
    /// Text that arguments have, by their position from 0 to 63.
    package var arguments: [Int: String]

    package init(
        sender: String? = nil, path: ObjectPath? = nil, pathNamespace: ObjectPath? = nil, interface: String? = nil,
        member: String? = nil, arguments: [Int: String] = [:]
    ) {
        self.sender = sender
        self.path = path
        self.pathNamespace = pathNamespace
        self.interface = interface
        self.member = member
        self.arguments = arguments
    }

    /// Every connection that leaves the bus and every name that loses its owner: the name is argument 0. One rule for
    /// all of them, since a bus allows a connection only so many.
    package static let departures = MatchRule(
        sender: MatchRule.bus, interface: MatchRule.bus, member: "NameOwnerChanged", arguments: [2: ""])

    static let bus = "org.freedesktop.DBus"

    /// A well-known name gets an owner, another one, or none: arguments are the name, the old owner and the new one.
    package static func ownerChanges(of name: String) -> MatchRule {
        MatchRule(sender: bus, interface: bus, member: "NameOwnerChanged", arguments: [0: name])
    }

    /// What AddMatch and RemoveMatch take.
    var text: String {
        var parts = [("type", "signal")]
        if let sender { parts.append(("sender", sender)) }
        if let path { parts.append(("path", path.text)) }
        if let pathNamespace { parts.append(("path_namespace", pathNamespace.text)) }
        if let interface { parts.append(("interface", interface)) }
        if let member { parts.append(("member", member)) }
        for (position, text) in arguments.sorted(by: { $0.key < $1.key }) { parts.append(("arg\(position)", text)) }
        return parts.map { "\($0.0)='\(Self.quoted($0.1))'" }.joined(separator: ",")
    }

    /// Everything but the sender, which only the connection can judge.
    func matchesHeader(path: ObjectPath, interface: String, member: String) -> Bool {
        if let wanted = self.interface, wanted != interface { return false }
        if let wanted = self.member, wanted != member { return false }
        if let wanted = self.path, wanted != path { return false }
        if let pathNamespace, pathNamespace != path, !pathNamespace.contains(path) { return false }
        return true
    }

    func matches(arguments received: [Value]) -> Bool {
        arguments.allSatisfy { position, text in
            received.indices.contains(position) && received[position] == .string(text)
        }
    }

    /// An apostrophe ends the quotation, stands escaped outside of it, and begins the next.
    private static func quoted(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
    }
}
