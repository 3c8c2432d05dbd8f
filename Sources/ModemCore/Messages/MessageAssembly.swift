/// Where a part of a long message belongs (3GPP TS 23.040, 9.2.3.24.1): in any order, some twice, some never.
package enum MessageAssembly {
    /// So long a message may wait for its other parts before somebody is told that they are missing.
    package static let patience: UInt64 = 7 * 86400
    /// So long the same reference is the same message: senders count to 255 and begin anew.
    package static let memory: UInt64 = 14 * 86400
    /// So far apart the parts of one message are sent at most, in seconds of the service centre's clock.
    package static let span: Int64 = 86400
    /// What stands for a part that is not there.
    package static let gap = "[…]"

    /// A message of the same sender, reference and number of parts.
    package struct Group: Equatable, Sendable {
        package let id: UInt32
        /// The octets, by the number of the part.
        package let parts: [Int: [UInt8]]

        package init(id: UInt32, parts: [Int: [UInt8]]) { (self.id, self.parts) = (id, parts) }
    }

    package enum Decision: Equatable, Sendable {
        /// The network has sent it twice: the time in it is the same to the second.
        case duplicate(of: UInt32)
        case joins(UInt32)
        case begins
    }

    /// - Parameter groups: the newest first.
    package static func place(_ number: Int, _ octets: [UInt8], into groups: [Group]) -> Decision {
        if let same = groups.first(where: { $0.parts[number] == octets }) { return .duplicate(of: same.id) }
        if let open = groups.first(where: { $0.parts[number] == nil }) { return .joins(open.id) }
        return .begins
    }

    /// What there is of it.
    package static func content(of parts: [Int: MessageContent], count: Int) -> MessageContent {
        let isText = parts.values.contains { if case .text = $0 { true } else { false } }
        guard isText else {
            return .data(
                (1...max(count, 1)).flatMap { number -> [UInt8] in
                    if case .data(let data) = parts[number] { data } else { [] }
                })
        }
        var text = ""
        var isGap = false
        for number in 1...max(count, 1) {
            if case .text(let part) = parts[number] {
                text += part
                isGap = false
            } else if !isGap {
                text += gap
                isGap = true
            }
        }
        return .text(text)
    }
}
