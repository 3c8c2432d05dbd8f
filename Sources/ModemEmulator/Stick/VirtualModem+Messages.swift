import EventLoop

extension VirtualModem {
    // MARK: From the stick

    func send(_ message: SubmittedMessage, from port: ModemPort) {
        sending[ObjectIdentifier(port)] = Task { @LoopActor [clock, timing] in
            try? await clock.sleep(for: timing.send)
            if Task.isCancelled { return }
            sending[ObjectIdentifier(port)] = nil
            finish(message, on: port)
        }
    }

    private func finish(_ message: SubmittedMessage, on port: ModemPort) {
        let answer = state.network.serviceCentre.takeAnswer()
        log.write("stick: message to \(SecretMask.masked(message.number)): \(answer)")
        switch answer {
        case .refuse(let code): port.refusedToSend(code: code)
        case .lost: port.forgetMessage()
        case .silent:
            port.forgetMessage()
            report(on: state.network.serviceCentre.take(message), message)
        case .accept, .noPrompt:
            let reference = state.network.serviceCentre.take(message)
            port.sent(reference: reference)
            report(on: reference, message)
        }
    }

    private func report(on reference: UInt8, _ message: SubmittedMessage) {
        guard message.wantsReport else { return }
        switch state.network.serviceCentre.reporting {
        case .delivered: report(on: reference, status: ServiceCentre.delivered)
        case .failed: report(on: reference, status: ServiceCentre.expired)
        case .later, .never: break
        }
    }

    /// False when nothing was sent under that reference; nil means the newest.
    @discardableResult
    func report(on reference: UInt8?, status: UInt8) -> Bool {
        let pdu = state.network.serviceCentre.report(
            on: reference, status: status, serviceCentre: state.messages.serviceCentre, now: state.network.time)
        guard let pdu else { return false }
        return deliver([pdu], isReport: true)
    }

    // MARK: To the stick

    /// They wait in the network until the stick can take them. False when too many do.
    @discardableResult
    func deliver(_ pdus: [[UInt8]], isReport: Bool = false) -> Bool {
        let isQueued = pdus.allSatisfy { state.network.serviceCentre.queue($0, isReport: isReport) }
        deliverWaiting()
        return isQueued
    }

    /// A service centre tries again as soon as it hears that there is room.
    func deliverWaiting() {
        guard state.isReachable else { return }
        var lines: [[UInt8]] = []
        while let next = state.network.serviceCentre.waiting.first,
            let announced = state.receive(next.pdu, isReport: next.isReport)
        {
            state.network.serviceCentre.forgetFirst()
            log.write("stick: \(next.isReport ? "report" : "message") in")
            lines += announced
        }
        for port in ports { port.announce(lines) }
    }
}
