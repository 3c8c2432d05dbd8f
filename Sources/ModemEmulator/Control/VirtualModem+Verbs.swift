import EventLoop

extension VirtualModem {
    /// The answer, nil for a plain `ok`.
    func perform(_ command: MessageCommand) throws(ControlError) -> String? {
        switch command {
        case .deliver(let message):
            let pdus = message.pdus(serviceCentre: state.messages.serviceCentre, now: state.network.time)
            if !deliver(pdus) { throw ControlError("too many messages wait") }
        case .deliverPDU(let pdu): if !deliver([pdu]) { throw ControlError("too many messages wait") }
        case .stores: return stores
        case .sent: return "[\(state.network.serviceCentre.sent.map(\.line.text).joined(separator: ","))]"
        case .next(let answers): state.network.serviceCentre.answers = answers
        case .always(let answer): state.network.serviceCentre.usualAnswer = answer
        case .reports(let reporting): state.network.serviceCentre.reporting = reporting
        case .report(let reference, let status):
            if !report(on: reference, status: status) { throw ControlError("no such message was sent") }
        }
        return nil
    }

    private var stores: String {
        let stores = StickMessages.Memory.allCases.map { memory in
            let slots = state[memory]
            let entries = (slots?.indices ?? []).compactMap { index in
                slots?.entries[index].map { entry in
                    var line = JSONLine()
                    line.add("index", index)
                    line.add("status", entry.status.rawValue)
                    line.add("pdu", Hex.text(entry.pdu))
                    return line.text
                }
            }
            return "\(JSONLine.quoted(memory.rawValue)):[\(entries.joined(separator: ","))]"
        }
        return "{\(stores.joined(separator: ",")),\"waiting\":\(state.network.serviceCentre.waiting.count)}"
    }

    func perform(_ command: UssdCommand) throws(ControlError) {
        switch command {
        case .set(let place, let answer):
            if !state.network.ussd.set(answer, at: place) { throw ControlError("too many answers are set") }
        case .push(let text, let asks): pushUssd(text, asks: asks)
        case .release: releaseUssd()
        }
    }

    func perform(_ command: RadioCommand) {
        switch command {
        case .cell(let area, let cell):
            (state.network.locationArea, state.network.cell) = (area, cell)
            announce(state.movedLines)
        case .signal(let level): state.network.signal = level
        case .technology(let name):
            state.network.accessTechnology = name
            if state.network.registration.isRegistered { announce(["+ZPASR: \"\(name)\""]) }
        case .time(let clock):
            (state.network.time, state.network.clock) = (clock, clock)
            if state.network.reportsTimeZone { announce(["+CTZV: \(clock.suffix(3))"]) }
        }
    }
}

extension ServiceCentre.Sent {
    fileprivate var line: JSONLine {
        var line = JSONLine()
        line.add("reference", Int(reference))
        line.add("number", message.number)
        line.add("text", message.text)
        line.add("data", message.text == nil ? Hex.text(message.data) : nil)
        line.add("part", message.part?.number)
        line.add("parts", message.part?.count)
        line.add("part_reference", message.part?.reference)
        line.add("report", message.wantsReport)
        line.add("pdu", Hex.text(message.pdu))
        return line
    }
}
