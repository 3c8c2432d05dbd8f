internal import Glibc

/// The one owner of a file descriptor: closed when it goes out of scope.
package struct OwnedDescriptor: ~Copyable, Sendable {
    package let number: Int32

    /// Takes ownership of an open descriptor.
    package init(owning number: Int32) { self.number = number }

    /// Takes ownership of the result of a CPosix call, or throws what it reported.
    package init(_ call: String, _ result: Int32) throws(SystemError) {
        number = try SystemError.check(call, result)
    }

    deinit { _ = close(number) }

    /// Gives the descriptor away without closing it.
    package consuming func relinquish() -> Int32 {
        let number = self.number
        discard self
        return number
    }
}
