internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Says which access technologies the stick may use; it looks for a network anew then. The stick keeps it over a replug.
    /// - Throws: ``ModemError/notSupported(_:)`` for what this stick does not know; ``ModemError/wrongState(_:needed:)``
    ///   during a call, which a new search would end; ``ModemError/inProgress`` while another request has the radio.
    package func setNetworkMode(_ mode: NetworkMode) async throws(ModemError) {
        let link = try portsForRadio(duringCall: false)
        guard let selection = RadioSelection(mode) else { throw Self.unknown(mode) }
        isRadioTaken = true
        defer { isRadioTaken = false }
        do throws(ATError) {
            try await link.control.send(AT.RadioSelectionSetting(selection))
        } catch {
            throw Self.refusal(of: mode, error)
        }
        // It has just shown that it knows them.
        refusedDetails.remove(.mode)
        await link.watch?.readMode()
    }

    private static func unknown(_ mode: NetworkMode) -> ModemError {
        .notSupported("This stick does not know the network mode '\(mode.rawValue)'; choose another, such as 'auto'")
    }

    private static func refusal(of mode: NetworkMode, _ error: ATError) -> ModemError {
        switch error {
        case .error, .unexpectedResponse: unknown(mode)
        case .cme(let reason): ModemError.refusedBySIM(reason) ?? unknown(mode)
        case .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .portLost, .portSilent,
            .overflow, .notReady:
            ModemError(error, during: "Setting the network mode")
        }
    }
}

extension RadioSelection {
    /// Nil: ZTE's command has no way to say it.
    init?(_ mode: NetworkMode) {
        switch mode {
        case .auto: self.init(.any)
        case .only2G: self.init(.gsm)
        case .only3G: self.init(.wcdma)
        case .only4G: self.init(.lte)
        case .prefer2G: self.init(.any, preferring: .gsm)
        case .prefer3G: self.init(.any, preferring: .wcdma)
        case .prefer4G: return nil
        }
    }
}

extension NetworkMode {
    init(_ selection: RadioSelection) {
        switch (selection.allowed, selection.preference) {
        case (.any, .none): self = .auto
        case (.any, .gsm): self = .prefer2G
        case (.any, .wcdma): self = .prefer3G
        case (.gsm, _): self = .only2G
        case (.wcdma, _): self = .only3G
        case (.lte, _): self = .only4G
        }
    }
}
