internal import ATProtocol
internal import EventLoop

// From a memory to the archive, and only then out of the memory.
extension MessageExchange {
    /// - Parameter memory: nil: the one there is.
    func read(_ memory: MessageMemory?, over channel: ATChannel) async {
        do throws(ATError) {
            let commands = modem.directCommandCount
            if let memory, try await channel.sendIfKnown(AT.MessageStorageSelection(reading: memory)) == nil { return }
            let entries = try await sure(try await channel.send(AT.MessageList()), over: channel)
            guard modem.directCommandCount == commands, try await isStillTheCard(channel) else {
                return hasTrouble = true
            }
            try await keep(entries, memory, over: channel) { self.modem.directCommandCount == commands }
        } catch {
            hasTrouble = true
        }
    }

    /// Octets that are lost on the way make another message of one. What does not look whole is read a second time, and is taken for
    /// what it is if it is the same again; otherwise it stays where it is.
    private func sure(_ entries: [StoredMessage], over channel: ATChannel) async throws(ATError) -> [StoredMessage] {
        var sure: [StoredMessage] = []
        for entry in entries {
            guard let raw = entry.message, !raw.isWhole else {
                sure.append(entry)
                continue
            }
            let again = try await channel.sendIfKnown(AT.MessageRead(entry.index))??.message
            let isSure = again == raw || again?.isWhole == true
            if !isSure { hasTrouble = true }
            sure.append(StoredMessage(index: entry.index, status: entry.status, message: isSure ? again : nil))
        }
        return sure
    }

    /// - Parameter isStillChosen: an administrator's command may have chosen another memory, and deleting would then delete
    ///   what nobody has read.
    private func keep(
        _ entries: [StoredMessage], _ memory: MessageMemory?, over channel: ATChannel,
        while isStillChosen: @LoopActor () -> Bool
    ) async throws(ATError) {
        let found = Dictionary(
            entries.compactMap { entry in entry.message.map { (entry.index, Found($0, entry.status)) } }
        ) { first, _ in first }
        let listing = MessageListing(
            holder: holder(of: memory), memory: memory?.rawValue ?? "", messages: found.compactMapValues(\.message),
            taken: Set(entries.map(\.index)))
        do throws(MessageArchiveError) {
            try await book.take(listing, of: card)
            for report in found.values.compactMap(\.report) { try await book.note(report, of: card) }
            let octets = Dictionary(
                entries.compactMap { entry in entry.message.map { (entry.index, $0.octets) } }
            ) { first, _ in first }
            try await delete(octets, listing, over: channel, while: isStillChosen)
        } catch {
            hasTrouble = true
        }
    }

    /// What could not be deleted is known when it is read again.
    private func delete(
        _ octets: [Int: [UInt8]], _ listing: MessageListing, over channel: ATChannel,
        while isStillChosen: @LoopActor () -> Bool
    ) async throws(MessageArchiveError) {
        var emptied: [MessagePlace] = []
        for index in octets.keys.sorted() {
            guard !Task.isCancelled, isStillChosen() else {
                hasTrouble = true
                break
            }
            do throws(ATError) {
                guard try await holds(index, octets[index], channel), isStillChosen() else {
                    hasTrouble = true
                    continue
                }
                try await channel.send(AT.MessageDelete(index))
                if listing.messages[index] != nil { emptied.append(listing.place(index)) }
            } catch {
                hasTrouble = true
                if error == .portLost || error == .portSilent { break }
            }
        }
        try await book.forget(emptied)
    }

    /// Whether a place still has what was read there: a message may take the place of an earlier one (23.040, 9.2.3.9).
    private func holds(_ index: Int, _ octets: [UInt8]?, _ channel: ATChannel) async throws(ATError) -> Bool {
        guard let answer = try await channel.sendIfKnown(AT.MessageRead(index)) else {
            // A stick that shows them only together.
            return true
        }
        return answer?.message?.octets == octets
    }

    /// Whose memory it is: what is in the stick stays there when the SIM goes.
    private func holder(of memory: MessageMemory?) -> String {
        let imei = modem.snapshot.identity.imei?.digits ?? ""
        return memory == .equipment && !imei.isEmpty ? imei : card
    }

    /// What the octets are.
    enum Found {
        case message(IncomingMessage)
        case report(DeliveryReport)

        var message: IncomingMessage? { if case .message(let message) = self { message } else { nil } }
        var report: DeliveryReport? { if case .report(let report) = self { report } else { nil } }

        init(_ raw: RawMessage, _ status: StoredMessage.Status? = nil) {
            do throws(PDUError) {
                switch try raw.decode() {
                case .deliver(let deliver): self = .message(IncomingMessage(deliver, raw.octets))
                case .submit(let submit): self = .message(IncomingMessage(submit, raw.octets, status))
                case .statusReport(let report): self = .report(DeliveryReport(report))
                }
            } catch {
                self = .message(IncomingMessage(unreadable: raw.octets))
            }
        }
    }
}

extension IncomingMessage {
    init(_ deliver: ShortMessageDeliver, _ octets: [UInt8]) {
        self.init(octets: octets, content: MessageContent(deliver.content))
        number = deliver.sender.text.withoutNUL
        time = deliver.time?.text ?? ""
        seconds = deliver.time.map { Int64($0.unixSeconds) } ?? 0
        part = deliver.part.map(Part.init)
        messageClass = deliver.messageClass?.rawValue
        port = deliver.ports?.destination
    }

    /// One that a phone has left on the SIM.
    init(_ submit: ShortMessageSubmit, _ octets: [UInt8], _ status: StoredMessage.Status?) {
        self.init(octets: octets, content: MessageContent(submit.content))
        direction = .sent
        state = status == .sent ? .sent : .draft
        number = submit.recipient.text.withoutNUL
        messageClass = submit.messageClass?.rawValue
        port = submit.ports?.destination
    }
}

extension IncomingMessage.Part {
    /// References of 16 bits are apart from those of 8.
    init(_ part: MessagePart) {
        self.init(
            reference: Int(part.reference) + (part.isWide ? 0x10000 : 0), count: part.count, number: part.number)
    }
}

extension MessageContent {
    init(_ content: ShortMessageContent) {
        switch content {
        case .text(let text): self = .text(text.withoutNUL)
        case .data(let data): self = .data(data)
        }
    }
}

extension DeliveryReport {
    init(_ report: ShortMessageStatusReport) {
        let state: MessageState =
            switch report.status.outcome {
            case .delivered: .delivered
            case .pending: .sent
            case .failed: .failed
            }
        self.init(
            reference: report.reference, number: report.recipient.text.withoutNUL, state: state,
            reason: state == .delivered ? "" : report.status.reason)
    }
}

extension String {
    /// Neither the bus nor the disk takes one.
    fileprivate var withoutNUL: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
    }
}
