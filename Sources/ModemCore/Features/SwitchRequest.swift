internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Makes a modem of a CD-ROM, or a CD-ROM of a modem; returns when it is one. What is so already is left alone.
    ///
    /// A CD-ROM that somebody has asked for stays one until this is called again, a call is wanted, or a replug.
    package func switchMode(_ options: SwitchOptions = .plain) async throws(ModemError) {
        if let cdROM = options.cdROM { try await setCDROM(cdROM) }
        switch options.target {
        case .modem where options.isForced: break
        case .modem: try await refuseIfMounted()
        case .storage:
            // Their answers would be lost with the ports.
            if isRadioTaken || isSIMTaken {
                throw .wrongState(
                    snapshot.state, needed: "wait until the command that is under way has been answered")
            }
        }
        try await request(.switch(options))
    }

    /// Whoever reads from the CD-ROM would have it pulled from under him. One that is being switched is past that.
    func refuseIfMounted() async throws(ModemError) {
        guard snapshot.mode == .storage, snapshot.state != .switching, let device = presentDevice else { return }
        if let place = await environment.usb.mountPoints(of: device).first { throw .mounted(place) }
    }

    /// Whether the stick shows its CD-ROM when it is plugged in, from the next time on: it is written into the stick.
    private func setCDROM(_ wanted: SwitchOptions.CDROM) async throws(ModemError) {
        let state = snapshot.state
        guard snapshot.mode == .modem else { throw .wrongState(state, needed: "switch it to a modem first") }
        guard canAskDuringCall else { throw .wrongState(state, needed: "disconnect first") }
        guard let link else {
            let isLent = snapshot.reason == .inhibited
            throw .wrongState(state, needed: isLent ? StateMachine.portsComeFirst : "wait until its ports answer")
        }
        if isSIMTaken || isRadioTaken { throw .inProgress }
        isRadioTaken = true
        defer { isRadioTaken = false }
        let request = "Turning the CD-ROM \(wanted.rawValue)"
        do throws(ATError) {
            let isDone = try await link.control.send(AT.AutorunSetting(wanted == .on))
            let now = isDone ? try await link.control.sendOptional(AT.AutorunQuery()) : nil
            if isDone, now ?? (wanted == .on) == (wanted == .on) { return }
        } catch {
            throw Self.refusal(error, of: request)
        }
        throw .commandFailed("\(request) was refused by the stick, which keeps it as it was")
    }

    private static func refusal(_ error: ATError, of request: String) -> ModemError {
        switch error {
        case .error, .cme, .unexpectedResponse:
            .notSupported("\(request) is not known to the firmware of this stick, which stays as it is")
        case .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .portLost, .portSilent,
            .overflow, .notReady:
            ModemError(error, during: request)
        }
    }
}
