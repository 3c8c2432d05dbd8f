/// What a person answers to a menu or a question of the network: digits, or words.
package struct USSDResponse: Equatable, Sendable {
    package let text: String

    /// - Throws: ``InvalidValue`` unless it is 1 to 182 characters, none of which is a control character. What the network's
    ///   alphabet has no room for is refused later.
    package init(_ text: String) throws(InvalidValue) {
        guard (1...182).contains(text.unicodeScalars.count) else {
            throw InvalidValue("response", "must be 1 to 182 characters")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }) else {
            throw InvalidValue("response", "must not contain control characters")
        }
        self.text = text
    }
}
