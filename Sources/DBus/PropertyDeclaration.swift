internal import EventLoop

/// A property without its Swift type.
package struct PropertyDescription: Hashable, Sendable {
    package enum Access: Hashable, Sendable {
        case read
        /// `requires`: the polkit action for setting it.
        case readWrite(requires: String?)
    }

    /// What clients hear of a new value.
    package enum Change: Hashable, Sendable {
        /// PropertiesChanged carries it at once.
        case signalled
        /// PropertiesChanged carries it at most once a second, for what changes often; sooner only along with another.
        case coalesced
        /// There is none while the object lives.
        case constant
        /// Nothing; whoever wants it asks.
        case silent
    }

    package let interface: String
    package let name: String
    /// One sentence: what it is, its unit, its range.
    package let doc: String
    package let signature: Signature
    package let access: Access
    package let change: Change
}

package protocol PropertyDescribing: Sendable {
    var description: PropertyDescription { get }
}

/// A property, declared once.
package struct PropertyDeclaration<Content: BusType>: PropertyDescribing {
    package let description: PropertyDescription

    package init(
        _ interface: String, _ name: String, _ doc: String, access: PropertyDescription.Access = .read,
        change: PropertyDescription.Change = .signalled
    ) {
        description = PropertyDescription(
            interface: interface, name: name, doc: doc, signature: Content.signature, access: access, change: change)
    }

    /// The function behind Set. What it stores is announced by ``ExportedInterface/update(_:)``, not by this.
    package func bindSetter(
        _ body: @escaping @LoopActor (CallContext, Content) async throws(BusError) -> Void
    ) -> BoundSetter {
        BoundSetter(description: description) { context, value throws(BusError) in
            let content = try Content(busValue: value)
            return { () async throws(BusError) in
                try await body(context, content)
                return []
            }
        }
    }
}

/// A writable property and the function behind it.
package struct BoundSetter: Sendable {
    package let description: PropertyDescription
    let prepare: @LoopActor (CallContext, Value) throws(BusError) -> PreparedCall

    /// A property that is declared writable and cannot be set: the caller is checked, then it answers `error`.
    package static func refusing(_ property: PropertyDescription, with error: BusError) -> BoundSetter {
        BoundSetter(description: property) { _, _ in { () async throws(BusError) in throw error } }
    }
}

/// The properties of one interface; one that is absent is not known at present.
package struct PropertyValues: Hashable, Sendable {
    package private(set) var values: [String: Value]

    package init(_ values: [String: Value] = [:]) { self.values = values }

    /// Nil for an unknown one, and for one of another type.
    package subscript<Content>(_ property: PropertyDeclaration<Content>) -> Content? {
        get { values[property.description.name].flatMap { try? Content(busValue: $0) } }
        set { values[property.description.name] = newValue?.busValue }
    }

    /// Follows a PropertiesChanged.
    package mutating func apply(changed: [String: Value], invalidated: [String]) {
        values.merge(changed) { $1 }
        for name in invalidated { values[name] = nil }
    }
}
