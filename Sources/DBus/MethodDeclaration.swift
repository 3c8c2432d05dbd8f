internal import EventLoop

/// One argument or result: its name and its type.
package struct ArgumentDescription: Hashable, Sendable {
    package let name: String
    package let signature: Signature
}

/// A method without its Swift types: what introspection, policy and documentation need.
package struct MethodDescription: Hashable, Sendable {
    package let interface: String
    package let name: String
    /// One sentence.
    package let doc: String
    package let arguments: [ArgumentDescription]
    package let results: [ArgumentDescription]
    /// The polkit action a caller needs, nil if everyone may call who can reach the service.
    package let action: String?
    /// Names of the errors that are its own, beside those any call can have.
    package let errors: [String]
    /// What it does ends when the caller leaves the bus.
    package let isBoundToCaller: Bool

    package let inputSignature: String
    package let outputSignature: String

    init(
        interface: String, name: String, doc: String, arguments: [ArgumentDescription], results: [ArgumentDescription],
        action: String?, errors: [String], isBoundToCaller: Bool
    ) {
        self.interface = interface
        self.name = name
        self.doc = doc
        self.arguments = arguments
        self.results = results
        self.action = action
        self.errors = errors
        self.isBoundToCaller = isBoundToCaller
        inputSignature = arguments.map(\.signature.text).joined()
        outputSignature = results.map(\.signature.text).joined()
    }
}

package protocol MethodDescribing: Sendable {
    var description: MethodDescription { get }
}

/// A method, declared once: the service binds it to a function, a client calls it, introspection prints it.
package struct MethodDeclaration<each In: BusType, Out: Sendable>: MethodDescribing {
    package let description: MethodDescription
    let encode: @Sendable (Out) -> [Value]
    let decode: @Sendable ([Value]) throws(BusError) -> Out

    /// A method with one result.
    /// - Parameters:
    ///   - arguments: one name for each argument.
    ///   - returns: name of the result.
    ///   - requires: the polkit action.
    ///   - errors: names of errors, for the documentation.
    ///   - isBoundToCaller: it ends with its caller, see ``ObjectTree/onCallerLeft``.
    package init(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String] = [], returns result: String,
        requires action: String? = nil, errors: [String] = [], isBoundToCaller: Bool = false
    ) where Out: BusType {
        description = MethodDescription(
            interface: interface, name: name, doc: doc, arguments: Self.arguments(arguments, of: name),
            results: [ArgumentDescription(name: result, signature: Out.signature)], action: action, errors: errors,
            isBoundToCaller: isBoundToCaller)
        encode = { [$0.busValue] }
        decode = { values throws(BusError) in try TypeList<Out>.decode(values) }
    }

    /// A method without a result.
    package init(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String] = [], requires action: String? = nil,
        errors: [String] = [], isBoundToCaller: Bool = false
    ) where Out == Void {
        description = MethodDescription(
            interface: interface, name: name, doc: doc, arguments: Self.arguments(arguments, of: name), results: [],
            action: action, errors: errors, isBoundToCaller: isBoundToCaller)
        encode = { (_: Void) in [] }
        decode = { values throws(BusError) in
            guard values.isEmpty else {
                throw .signatureMismatch(expected: "", received: values.map(\.typeText).joined())
            }
        }
    }

    /// The method of the service: arguments are decoded before, the result encoded after.
    ///
    /// The task of a call is cancelled when its object is removed, and when its caller leaves if it is bound to it.
    package func bind(
        _ body: @escaping @LoopActor (CallContext, repeat each In) async throws(BusError) -> Out
    ) -> BoundMethod {
        let encode = self.encode
        return BoundMethod(description: description) { context, values throws(BusError) in
            let arguments = try TypeList<repeat each In>.decode(values)
            return { () async throws(BusError) in encode(try await body(context, repeat each arguments)) }
        }
    }

    private static func arguments(_ names: [String], of member: String) -> [ArgumentDescription] {
        ArgumentDescription.list(names, TypeList<repeat each In>.signatures, of: member)
    }
}

extension ArgumentDescription {
    static func list(_ names: [String], _ signatures: [Signature], of member: String) -> [ArgumentDescription] {
        // A slip in a declaration, found by the first test that touches it.
        precondition(names.count == signatures.count, "\(member) needs a name for each argument")
        return zip(names, signatures).map { ArgumentDescription(name: $0, signature: $1) }
    }
}

/// A call with its arguments decoded, ready to run.
typealias PreparedCall = @LoopActor () async throws(BusError) -> [Value]

/// A declared method and the function behind it.
package struct BoundMethod: Sendable {
    package let description: MethodDescription
    let prepare: @LoopActor (CallContext, [Value]) throws(BusError) -> PreparedCall

    /// A method that is declared and cannot be done: caller and arguments are checked, then it answers `error`.
    package static func refusing(_ method: MethodDescription, with error: BusError) -> BoundMethod {
        BoundMethod(description: method) { _, _ in { () async throws(BusError) in throw error } }
    }
}

/// Who calls what.
package struct CallContext: Hashable, Sendable {
    /// Unique name of the caller.
    package let sender: String
    package let path: ObjectPath
    package let interface: String
    package let member: String
    /// The sender's number of the message: no two calls under way have all the same.
    package let serial: UInt32
    /// The caller lets the user be asked for authentication.
    package var allowsInteraction: Bool

    package init(
        sender: String, path: ObjectPath, interface: String, member: String, serial: UInt32, allowsInteraction: Bool
    ) {
        self.sender = sender
        self.path = path
        self.interface = interface
        self.member = member
        self.serial = serial
        self.allowsInteraction = allowsInteraction
    }
}
