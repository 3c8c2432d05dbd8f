import ModemCore
import Testing

@Suite struct MessageAssemblyTests {
    private typealias Groups = [MessageAssembly.Group]

    @Test func aPartBeginsJoinsOrWasThere() {
        let group = MessageAssembly.Group(id: 7, parts: [1: [1], 3: [3]])
        #expect(MessageAssembly.place(1, [1], into: []) == .begins)
        #expect(MessageAssembly.place(2, [2], into: [group]) == .joins(7))
        #expect(MessageAssembly.place(1, [1], into: [group]) == .duplicate(of: 7))
        // Another message that happens to have the same reference.
        #expect(MessageAssembly.place(1, [9], into: [group]) == .begins)
        let whole = MessageAssembly.Group(id: 8, parts: [1: [1], 2: [2], 3: [3]])
        #expect(MessageAssembly.place(2, [2], into: [whole]) == .duplicate(of: 8))
        #expect(MessageAssembly.place(2, [9], into: [whole, group]) == .joins(7))
    }

    @Test func whatIsMissingLeavesAGap() {
        let parts: [Int: MessageContent] = [1: .text("a"), 4: .text("d")]
        #expect(MessageAssembly.content(of: parts, count: 4) == .text("a[…]d"))
        #expect(MessageAssembly.content(of: [2: .text("b")], count: 3) == .text("[…]b[…]"))
        #expect(MessageAssembly.content(of: [2: .data([2]), 1: .data([1])], count: 3) == .data([1, 2]))
        #expect(MessageAssembly.content(of: [1: .text("a"), 2: .data([1])], count: 2) == .text("a[…]"))
        #expect(MessageAssembly.content(of: [:], count: 0) == .data([]))
    }

    @Test(arguments: [
        ([MessageState.queued, .queued], MessageState.queued), ([.sent, .queued], .sending),
        ([.sending, .queued], .sending),
        ([.failed, .failed], .failed), ([.sent, .failed], .failed), ([.sent, .unknown], .unknown),
        ([.delivered, .sent], .sent), ([.delivered, .delivered], .delivered), ([.unknown, .queued], .sending),
        ([], .unknown),
    ]) func whatIsBadAboutOnePartIsBadAboutAll(_ parts: [MessageState], _ together: MessageState) {
        #expect(MessageState.together(parts) == together)
    }
}

@Suite struct MessageLedgerTests {
    private func listing(_ messages: [Int: [UInt8]], taken: Set<Int>? = nil, seconds: [Int: Int64] = [:])
        -> MessageListing
    {
        MessageListing(
            holder: "1", memory: "SM",
            messages: messages.reduce(into: [:]) { all, entry in
                var message = IncomingMessage(octets: entry.value, content: .text(""))
                message.seconds = seconds[entry.key] ?? 0
                all[entry.key] = message
            }, taken: taken ?? Set(messages.keys))
    }

    @Test func theSameOctetsInTheSamePlaceAreTheSameMessage() {
        let ledger = MessageLedger(entries: [1: [1], 2: [2]])
        var plan = ledger.plan(for: listing([1: [1], 2: [2]]))
        #expect(plan.new == [] && plan.gone == [])
        // Another place: another message. Another message in the place: the old one is gone.
        plan = ledger.plan(for: listing([1: [1], 2: [9], 3: [1]]))
        #expect(plan.new == [2, 3] && plan.gone == [2])
    }

    @Test func whatIsNotListedIsGone() {
        let ledger = MessageLedger(entries: [1: [1], 2: [2], 3: [3]])
        // Two is taken by something that could not be shown.
        #expect(ledger.plan(for: listing([1: [1]], taken: [1, 2])).gone == [3])
        let one = MessageListing(holder: "1", memory: "SM", messages: [:], taken: nil)
        #expect(ledger.plan(for: one).gone == [])
    }

    @Test func theOldestComesFirst() {
        let plan = MessageLedger().plan(for: listing([0: [0], 1: [1], 2: [2]], seconds: [0: 30, 1: 10, 2: 30]))
        #expect(plan.new == [1, 0, 2])
    }
}
