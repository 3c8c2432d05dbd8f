/// An interface, declared once: the server answers by it, introspection and documentation are printed from it.
package struct InterfaceDeclaration: Hashable, Sendable {
    package let name: String
    /// One sentence.
    package let doc: String
    package let methods: [MethodDescription]
    package let properties: [PropertyDescription]
    package let signals: [SignalDescription]

    package init(
        _ name: String, _ doc: String, methods: [any MethodDescribing] = [], properties: [any PropertyDescribing] = [],
        signals: [any SignalDescribing] = []
    ) {
        self.name = name
        self.doc = doc
        self.methods = methods.map(\.description)
        self.properties = properties.map(\.description)
        self.signals = signals.map(\.description)
    }
}
