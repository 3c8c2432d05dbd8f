internal import ATProtocol
internal import EventLoop

// From the queue to the network, each part once.
extension MessageExchange {
    func sendQueue(over channel: ATChannel) async {
        do throws(MessageArchiveError) {
            while !Task.isCancelled, canSend, let part = try await book.nextPart(of: card) {
                guard let submit = Self.submit(part) else {
                    await book.finish(part, .failed("it cannot be encoded"))
                    continue
                }
                guard await isReady(channel) else { return hasTrouble = true }
                // On the disk before the command: whatever ends us from here on, it is not sent again.
                guard try await book.begin(part) else { continue }
                let outcome = isStillReady(channel) ? await handOver(submit, to: channel) : .notTried
                await book.finish(part, outcome)
                if outcome == .notTried { return hasTrouble = true }
            }
        } catch {
            hasTrouble = true
        }
    }

    private var canSend: Bool {
        switch modem.snapshot.network?.registration {
        case .home, .roaming: modem.canAskDuringCall
        case .idle, .searching, .denied, .unknown, nil: false
        }
    }

    /// Told how messages are sent, which an administrator's command may have changed, and with the SIM that is meant.
    private func isReady(_ channel: ATChannel) async -> Bool {
        guard await prepare(channel) else { return false }
        return (try? await isStillTheCard(channel)) == true
    }

    /// Time has passed on the way to the disk.
    private func isStillReady(_ channel: ATChannel) -> Bool {
        !Task.isCancelled && canSend && isPrepared(channel) && modem.link?.control === channel
    }

    private func handOver(_ submit: ShortMessageSubmit, to channel: ATChannel) async -> SendingOutcome {
        isHandingOver = true
        defer { isHandingOver = false }
        return await send(submit, over: channel)
    }

    private func send(_ submit: ShortMessageSubmit, over channel: ATChannel) async -> SendingOutcome {
        do throws(ATError) {
            return .sent(reference: try await channel.send(try Self.command(submit)))
        } catch {
            return SendingOutcome(error)
        }
    }

    private static func command(_ submit: ShortMessageSubmit) throws(ATError) -> AT.MessageSend {
        do throws(ATSyntaxError) { return try AT.MessageSend(submit) } catch { throw .error }
    }

    private static func submit(_ part: OutgoingPart) -> ShortMessageSubmit? {
        let message = part.message
        guard let recipient = try? ShortMessageAddress(number: message.number.text) else { return nil }
        let parts = try? ShortMessageSubmit.parts(
            of: message.text, to: recipient, wantsReport: message.wantsReport,
            messageClass: message.messageClass.flatMap(MessageClass.init),
            validity: message.validity.map { .seconds(Int64($0) * 60) }, reference: UInt8(truncatingIfNeeded: part.id))
        guard let parts, parts.indices.contains(part.number - 1) else { return nil }
        return parts[part.number - 1]
    }
}

extension SendingOutcome {
    init(_ error: ATError) {
        switch error {
        case .outcomeUnknown: self = .unknown("nobody said whether the network took it")
        case .cms(let code): self = .failed(Self.words(of: code))
        case .cme(let reason):
            self = .failed(reason.text.isEmpty ? "error \(reason.code.rawValue) of the stick" : reason.text)
        case .error, .unexpectedResponse, .noCarrier, .busy, .noDialtone, .noAnswer, .overflow:
            self = .failed("the stick refused it and gave no reason")
        // In front of the prompt: behind it the outcome is unknown.
        case .timeout, .portLost, .portSilent, .notReady: self = .notTried
        }
    }

    private static func words(of code: Int?) -> String {
        guard let code else { return "the message service refused it" }
        let text = CMSError(code: code).text
        return text.isEmpty ? "error \(code) of the message service" : "\(text) (\(code))"
    }
}
