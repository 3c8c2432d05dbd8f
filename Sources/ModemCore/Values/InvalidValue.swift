/// A value from outside that is not what its kind allows. Nothing has been done with it.
package struct InvalidValue: Error, Equatable, Sendable {
    /// The key or argument, such as `apn`.
    package let name: String
    /// Half a sentence for a person: `must be 1 to 100 characters`. Never holds the value itself.
    package let reason: String

    package init(_ name: String, _ reason: String) {
        self.name = name
        self.reason = reason
    }
}
