internal import ATProtocol
internal import EventLoop

extension NetworkWatch {
    /// Finds out why the network refuses the stick: the network's own number, where the stick can tell it, and else what the
    /// stick says.
    func readDenial() async throws(ATError) {
        modem.denial = ""
        guard modem.canAskDuringCall else { return }
        if let cause = try await rejectCause(), let words = cause.words {
            modem.denial = "The network says (\(cause.number)): \(words)."
        } else if let words = try await channel.sendOptional(AT.CallFailureCause()), !words.isEmpty {
            modem.denial = "The stick says: \(words)."
        }
    }

    private func rejectCause() async throws(ATError) -> RejectCause? {
        guard try await channel.sendOptional(AT.RegistrationReporting(.circuit, .cause)) != nil else { return nil }
        let answer = try await channel.sendOptional(AT.RegistrationReportingQuery())
        // What it is told to report is how a stick that has started anew is known.
        _ = try await channel.sendOptional(AT.RegistrationReporting(.circuit))
        return answer?.registration.rejectCause
    }
}

extension Modem {
    /// The error with what is known of its cause.
    func withCause(_ error: ModemError) -> ModemError {
        error == .notRegistered(denied: true) ? .notRegistered(denied: true, cause: denial) : error
    }

    /// Nil where the reason says all there is.
    func explanation(of reason: StateReason) -> String? {
        guard reason == .registrationDenied, !denial.isEmpty else { return nil }
        return withCause(.notRegistered(denied: true)).message
    }
}
