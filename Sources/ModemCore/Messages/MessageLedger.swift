/// Which messages of one memory are in the archive and have not been seen to be gone from the memory.
///
/// Written in the same transaction as the messages: whatever happens between that and the deletion, the same octets in the
/// same place are the same message. An entry goes when the place was emptied, or is seen empty, or with something else
/// in it.
package struct MessageLedger: Equatable, Sendable {
    /// The octets, by index.
    package var entries: [Int: [UInt8]]

    package init(entries: [Int: [UInt8]] = [:]) { self.entries = entries }

    package struct Plan: Equatable, Sendable {
        /// To be archived, in the order in which they were sent.
        package var new: [Int] = []
        /// Not there any more.
        package var gone: [Int] = []

        package init() {}
    }

    package func plan(for listing: MessageListing) -> Plan {
        var plan = Plan()
        for (index, message) in listing.messages where entries[index] != message.octets { plan.new.append(index) }
        plan.new.sort { left, right in
            let (first, second) = (listing.messages[left]?.seconds ?? 0, listing.messages[right]?.seconds ?? 0)
            return first == second ? left < right : first < second
        }
        plan.gone = entries.keys.filter { index in
            listing.taken.map { !$0.contains(index) } ?? false || plan.new.contains(index)
        }.sorted()
        return plan
    }
}
