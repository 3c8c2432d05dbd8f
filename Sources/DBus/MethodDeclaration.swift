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

    package var inputSignature: String { arguments.map(\.signature.text).joined() }
    package var outputSignature: String { results.map(\.signature.text).joined() }
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
    package init(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String] = [], returns result: String,
        requires action: String? = nil
    ) where Out: BusType {
        description = Self.describe(
            interface, name, doc, arguments, [ArgumentDescription(name: result, signature: Out.signature)], action)
        encode = { [$0.busValue] }
        decode = { values throws(BusError) in try TypeList<Out>.decode(values) }
    }

    /// A method without a result.
    package init(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String] = [], requires action: String? = nil
    ) where Out == Void {
        description = Self.describe(interface, name, doc, arguments, [], action)
        encode = { (_: Void) in [] }
        decode = { values throws(BusError) in
            guard values.isEmpty else {
                throw .signatureMismatch(expected: "", received: values.map(\.typeText).joined())
            }
        }
    }

    /// The method of the service: arguments are decoded before, the result encoded after.
    ///
    /// The task of a call is cancelled when its object is removed, not when its caller leaves.
    package func bind(
        _ body: @escaping @LoopActor (CallContext, repeat each In) async throws(BusError) -> Out
    ) -> BoundMethod {
        let encode = self.encode
        return BoundMethod(description: description) { context, values throws(BusError) in
            let arguments = try TypeList<repeat each In>.decode(values)
            return { () async throws(BusError) in encode(try await body(context, repeat each arguments)) }
        }
    }

    private static func describe(
        _ interface: String, _ name: String, _ doc: String, _ arguments: [String], _ results: [ArgumentDescription],
        _ action: String?
    ) -> MethodDescription {
        MethodDescription(
            interface: interface, name: name, doc: doc,
            arguments: ArgumentDescription.list(arguments, TypeList<repeat each In>.signatures, of: name),
            results: results, action: action)
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
}

/// Who calls what.
package struct CallContext: Hashable, Sendable {
    /// Unique name of the caller.
    package let sender: String
    package let path: ObjectPath
    package let interface: String
    package let member: String
    /// The caller lets the user be asked for authentication.
    package let allowsInteraction: Bool

    package init(sender: String, path: ObjectPath, interface: String, member: String, allowsInteraction: Bool) {
        self.sender = sender
        self.path = path
        self.interface = interface
        self.member = member
        self.allowsInteraction = allowsInteraction
    }
}
