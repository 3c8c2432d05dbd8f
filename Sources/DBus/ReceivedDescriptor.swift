internal import EventLoop

/// A file descriptor that a service has handed over in a reply: open for as long as somebody holds this or a copy of it.
///
/// Equal only to its copies, as two descriptors of one file are two things to close.
package struct ReceivedDescriptor: Sendable {
    private final class Owner: Sendable {
        let descriptor: OwnedDescriptor

        init(_ number: Int32) { descriptor = OwnedDescriptor(owning: number) }
    }

    private let owner: Owner

    /// Takes ownership of an open descriptor.
    init(owning number: Int32) { owner = Owner(number) }

    /// Valid while this is held.
    package var number: Int32 { owner.descriptor.number }
}

extension ReceivedDescriptor: Hashable {
    package static func == (left: ReceivedDescriptor, right: ReceivedDescriptor) -> Bool { left.owner === right.owner }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(owner)) }
}

extension ReceivedDescriptor: BusType {
    package static var signature: Signature { Signature(unchecked: "h") }

    package init(busValue: Value) throws(BusError) {
        guard case .descriptor(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }

    package var busValue: Value { .descriptor(self) }
}
