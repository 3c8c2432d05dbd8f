/// Where messages are kept: numbered places, and no more of them than there are.
package struct MessageSlots: Equatable, Sendable {
    /// As +CMGL numbers them (27.005, 3.1).
    enum Status: Int, Sendable {
        case unread = 0
        case read = 1
        case unsent = 2
        case sent = 3
    }

    struct Entry: Equatable, Sendable {
        var status: Status
        /// With the service centre in front.
        var pdu: [UInt8]

        /// What +CMGL and +CMGR call the length: without the service centre.
        var length: Int { max(pdu.count - 1 - Int(pdu.first ?? 0), 0) }
    }

    package let capacity: Int
    private(set) var entries: [Int: Entry] = [:]

    package init(capacity: Int) { self.capacity = capacity }

    var used: Int { entries.count }
    var isFull: Bool { used >= capacity }
    var indices: [Int] { entries.keys.sorted() }

    /// Keeps it in the first free place; nil when there is none.
    mutating func keep(_ entry: Entry) -> Int? {
        guard let index = (0..<capacity).first(where: { entries[$0] == nil }) else { return nil }
        entries[index] = entry
        return index
    }

    /// Read, it is not new any more.
    mutating func read(_ index: Int) -> Entry? {
        guard let entry = entries[index] else { return nil }
        if entry.status == .unread { entries[index]?.status = .read }
        return entry
    }

    mutating func remove(_ index: Int) { entries[index] = nil }

    mutating func remove(_ statuses: Set<Status>) { entries = entries.filter { !statuses.contains($0.value.status) } }
}
