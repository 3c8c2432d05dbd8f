/// Who asked for something that lasts only while they are there: a borrowed port, a faster poll. Opaque here; whoever
/// makes one says when it has left (``Modem/holderLeft(_:)``).
package struct Holder: Hashable, Sendable {
    private let name: String

    package init(_ name: String) { self.name = name }
}
