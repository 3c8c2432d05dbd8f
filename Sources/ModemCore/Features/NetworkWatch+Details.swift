internal import ATProtocol
internal import EventLoop

/// What not every stick can be asked. One that has refused is not asked again: the question would be one more waking up
/// each time.
enum NetworkDetail: Hashable, Sendable {
    case mode, signal, timeReports, time
}

extension NetworkWatch {
    /// Reads the network mode after a change, where something can be asked.
    func readMode() async {
        guard modem.canAskDuringCall else { return }
        do throws(ATError) {
            try await askForMode()
        } catch {
            fail()
        }
    }

    /// Reads what stays as it is until somebody changes it, and was not read yet or has been forgotten.
    func readSettings() async throws(ATError) {
        if modem.snapshot.network?.mode == nil { try await askForMode() }
        // The network tells the time when it likes, and a zone that stays the same is not reported.
        if modem.snapshot.network?.time.isEmpty != false { try await askForTime() }
    }

    /// Reads the time after a report of it.
    func readTime() async {
        guard modem.canAskDuringCall else { return }
        do throws(ATError) {
            try await askForTime()
        } catch {
            fail()
        }
    }

    /// Without a battery a stick has the time from the network or has none.
    private func askForTime() async throws(ATError) {
        guard let time = try await ask(for: .time, AT.ClockQuery()) else { return }
        show { $0.time = time?.text ?? "" }
    }

    private func askForMode() async throws(ATError) {
        let selection = try await ask(for: .mode, AT.RadioSelectionQuery())
        show { $0.mode = selection.map { NetworkMode($0) } }
    }

    /// - Returns: nil from a stick that refuses the question, now or earlier.
    func ask<Request: ATRequest>(
        for detail: NetworkDetail, _ request: Request
    ) async throws(ATError) -> Request.Reply? {
        if modem.refusedDetails.contains(detail) { return nil }
        do throws(ATError) {
            return try await channel.send(request)
        } catch {
            switch error {
            case .portLost, .portSilent: throw error
            case .notReady: return nil
            case .cme, .cms, .error, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .overflow,
                .unexpectedResponse:
                // A question that was taken out of the line was not refused.
                if !Task.isCancelled { modem.refusedDetails.insert(detail) }
                return nil
            }
        }
    }
}
