package import DBus

// How the interfaces of this service declare their methods: every one names its action and its own errors.
extension MethodDeclaration {
    /// A method that tells what is known and changes nothing: for everybody who reaches the service.
    package init(
        reading interface: String, _ name: String, _ doc: String, returns result: String, fails errors: [ErrorName] = []
    ) where Out: BusType {
        self.init(interface, name, doc, [], returns: result, requires: nil, errors: errors.map(\.name))
    }

    /// A method with one result.
    /// - Parameters:
    ///   - fails: errors of its own, beside those any call can have (``ErrorName/ofAnyCall``).
    ///   - isBoundToCaller: it ends when the caller leaves the bus.
    package init(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String] = [], returns result: String,
        requires action: Action, fails errors: [ErrorName] = [], isBoundToCaller: Bool = false
    ) where Out: BusType {
        self.init(
            interface, name, doc, arguments, returns: result, requires: action.rawValue, errors: errors.map(\.name),
            isBoundToCaller: isBoundToCaller)
    }

    /// A method without a result.
    package init(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String] = [], requires action: Action,
        fails errors: [ErrorName] = [], isBoundToCaller: Bool = false
    ) where Out == Void {
        self.init(
            interface, name, doc, arguments, requires: action.rawValue, errors: errors.map(\.name),
            isBoundToCaller: isBoundToCaller)
    }
}
