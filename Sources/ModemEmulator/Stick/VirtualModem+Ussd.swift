import EventLoop

extension VirtualModem {
    func handle(_ request: UssdRequest, from port: ModemPort) {
        // One session at a time: what was asked before gets no answer any more.
        ussd?.cancel()
        ussd = nil
        switch request {
        case .cancel:
            state.network.ussd.end()
            log.write("stick: USSD cancelled")
        case .send(let text):
            log.write("stick: USSD \(SecretMask.masked(text))")
            ussd = Task { @LoopActor [clock, timing] in
                try? await clock.sleep(for: timing.ussd)
                if Task.isCancelled { return }
                ussd = nil
                guard let (outcome, answer) = state.network.ussd.ask(text) else { return }
                show(outcome, answer, on: [port])
            }
        }
    }

    /// The network says something of its own accord.
    func pushUssd(_ text: String, asks: Bool) {
        if asks { state.network.ussd.push() } else { state.network.ussd.end() }
        show(asks ? .asks : .finished, text, on: ports)
    }

    func releaseUssd() {
        ussd?.cancel()
        ussd = nil
        state.network.ussd.end()
        show(.released, nil, on: ports)
    }

    private func show(_ outcome: UssdService.Outcome, _ text: String?, on ports: [ModemPort]) {
        log.write("stick: USSD answered: \(outcome)")
        guard state.showsUssd else { return }
        var line = Array("+CUSD: \(outcome.rawValue)".utf8)
        if let text {
            let (string, coding) = UssdText.write(text, form: state.quirks.ussdForm, state.characterSet)
            line += Array(",\"".utf8) + string + Array("\",\(coding)".utf8)
        }
        for port in ports { port.announce([line]) }
    }
}
