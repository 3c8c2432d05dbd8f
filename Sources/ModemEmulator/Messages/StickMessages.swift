/// What the firmware has to do with messages: its own store, and how the host wants to hear of new ones.
package struct StickMessages: Equatable, Sendable {
    enum Memory: String, CaseIterable, Sendable {
        /// On the card.
        case sim = "SM"
        /// In the stick.
        case own = "ME"
    }

    /// +CNMI (27.005, 3.4.1).
    struct Indications: Equatable, Sendable {
        var mode = 0
        var messages = 0
        var reports = 0
    }

    /// In the stick's flash.
    package var own = MessageSlots(capacity: 40)
    /// +CPMS: where messages are read and deleted, written, and received.
    var memories = [Memory.sim, .sim, .sim]
    var indications = Indications()
    /// +CMGF: 0 is PDU mode.
    var format = 0
    /// +CSMS: 1 asks for acknowledgements, which do not work on these sticks.
    var service = 0
    /// +CSCA.
    var serviceCentre = "+491710760000"

    mutating func powerOn() {
        memories = [.sim, .sim, .sim]
        indications = Indications()
        format = 0
        service = 0
    }
}

extension StickState {
    /// The store of that name; the card has to be open for its own.
    subscript(memory: StickMessages.Memory) -> MessageSlots? {
        get { memory == .own ? messages.own : sim?.messages }
        set {
            guard let newValue else { return }
            if memory == .own { messages.own = newValue } else { sim?.messages = newValue }
        }
    }

    /// Whether messages can come and go.
    var isReachable: Bool { network.registration.isRegistered && simError == nil }

    /// Takes a PDU that has arrived, and says what the ports announce. nil: there is no room, the network must wait.
    mutating func receive(_ pdu: [UInt8], isReport: Bool) -> [[UInt8]]? {
        let wanted = isReport ? messages.indications.reports : messages.indications.messages
        let entry = MessageSlots.Entry(status: .unread, pdu: pdu)
        // Not kept by the stick: whoever does not listen has lost it, for good.
        if isReport && wanted == 0 { return [] }
        if messages.indications.mode > 0, wanted == (isReport ? 1 : 2) {
            let comma = isReport && quirks.commaInReports || !isReport ? "," : ""
            let line = "\(isReport ? "+CDS" : "+CMT"): \(comma)\(entry.length)\r\n\(Hex.text(pdu))"
            return [Array(line.utf8)]
        }
        let memory = messages.memories[2]
        guard let index = self[memory]?.keep(entry) else { return nil }
        guard messages.indications.mode > 0, wanted > 0 else { return [] }
        return [Array("\(isReport ? "+CDSI" : "+CMTI"): \"\(memory.rawValue)\",\(index)".utf8)]
    }
}
