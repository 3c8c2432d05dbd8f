/// A signal without its Swift types.
package struct SignalDescription: Hashable, Sendable {
    package let interface: String
    package let name: String
    /// One sentence.
    package let doc: String
    package let arguments: [ArgumentDescription]
}

package protocol SignalDescribing: Sendable {
    var description: SignalDescription { get }
}

/// A signal, declared once.
package struct SignalDeclaration<each Content: BusType>: SignalDescribing {
    package let description: SignalDescription

    /// - Parameter arguments: one name for each argument.
    package init(_ interface: String, _ name: String, _ doc: String, _ arguments: [String] = []) {
        description = SignalDescription(
            interface: interface, name: name, doc: doc,
            arguments: ArgumentDescription.list(arguments, TypeList<repeat each Content>.signatures, of: name))
    }

    /// The rule for ``Connection/signals(matching:)``.
    package func rule(sender: String, path: ObjectPath? = nil) -> MatchRule {
        MatchRule(sender: sender, path: path, interface: description.interface, member: description.name)
    }

    /// - Throws: `InvalidArgs` when the sender put in other types.
    package func decode(_ signal: Signal) throws(BusError) -> (repeat each Content) {
        try TypeList<repeat each Content>.decode(signal.arguments)
    }

    func encode(_ content: repeat each Content) -> [Value] { TypeList<repeat each Content>.encode(repeat each content) }
}
