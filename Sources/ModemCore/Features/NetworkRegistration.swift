internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Registers with one network, or with the one that the stick chooses; returns when that is done. May take two minutes,
    /// and as long as it does the stick takes no other command.
    ///
    /// The choice outlives the request, and usually the plug: the stick keeps it. After a refusal it is on no network.
    /// Cancelling the task breaks the attempt off.
    /// - Parameter network: nil leaves the choice to the stick (3GPP TS 27.007, 7.3).
    /// - Throws: ``ModemError/networkRefused(_:)``; ``ModemError/wrongState(_:needed:)`` during a call;
    ///   ``ModemError/inProgress`` while another request has the radio.
    package func register(with network: OperatorCode?) async throws(ModemError) {
        let link = try portsForRadio(duringCall: false)
        guard let request = try? AT.OperatorSelection(network?.digits) else {
            throw .invalidValue(InvalidValue("operator", "must be 5 or 6 digits"))
        }
        isRadioTaken = true
        defer { isRadioTaken = false }
        do throws(ATError) {
            try await link.control.send(request)
        } catch {
            throw Task.isCancelled ? .aborted : ModemError(registering: error, with: network)
        }
        // What came of it is reported too, but the operator only now and then.
        await link.watch?.refresh()
    }
}

extension ModemError {
    fileprivate init(registering error: ATError, with network: OperatorCode?) {
        let request = "Registering"
        switch error {
        case .cme(let reason):
            if let sim = Self.refusedBySIM(reason) {
                self = sim
            } else if [.noNetworkService, .networkTimeout].contains(reason.code) {
                self = .notRegistered(denied: false)
            } else if let network {
                self = .networkRefused("Network \(network.digits) was refused (\(reason.words))")
            } else {
                self.init(error, during: request)
            }
        case .error where network != nil:
            self = .networkRefused("Network \(network?.digits ?? "") was refused")
        case .error, .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .portLost, .portSilent,
            .overflow,
            .notReady, .unexpectedResponse:
            self.init(error, during: request)
        }
    }
}
