/// Errors of +CMS ERROR (27.005, 3.2.5).
enum MessageError: Int, Sendable {
    case notAllowed = 302
    case notSupported = 303
    case invalidPDU = 304
    case simNotInserted = 310
    case pinRequired = 311
    case simFailure = 313
    case simBusy = 314
    case pukRequired = 316
    case invalidIndex = 321
    case memoryFull = 322
    case noNetworkService = 331
    case noAcknowledgementExpected = 340
}

extension ATInterpreter {
    /// Short messages, in PDU mode. nil for commands that are not about them.
    func messages(_ name: String, _ operation: ATCommand.Operation, _ state: inout StickState) -> ATReply? {
        switch (name, operation) {
        case ("+CMGF", _), ("+CSMS", _), ("+CSCA", _), ("+CNMI", _), ("+CMMS", .set):
            return settings(name, operation, &state.messages)
        case ("+CPMS", .test): return .line("+CPMS: (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")")
        case ("+CPMS", .read): return memories(&state)
        case ("+CPMS", .set(let values)): return choose(values, &state)
        case ("+CMGL", .set(let values)): return open(&state) { list(values, &$0) }
        case ("+CMGL", .execute): return open(&state) { list(["0"], &$0) }
        case ("+CMGL", .test): return .line("+CMGL: (0-4)")
        case ("+CMGR", .set(let values)): return open(&state) { read(values, &$0) }
        case ("+CMGD", .set(let values)): return open(&state) { delete(values, &$0) }
        case ("+CMGD", .test): return indices(state)
        case ("+CMGS", .set(let values)): return open(&state) { prompt(values, .network, $0) }
        case ("+CMGW", .set(let values)): return open(&state) { prompt(values, .store, $0) }
        case ("+CNMA", .execute), ("+CNMA", .set): return .messageRefused(.noAcknowledgementExpected)
        default: return nil
        }
    }

    /// What the host had to say between the prompt and Ctrl-Z.
    func submit(
        _ text: [UInt8], length: Int, to target: SubmitTarget, _ state: inout StickState
    ) -> ATReply {
        guard let bytes = Hex.bytes(String(decoding: text.filter { $0 > Ascii.space }, as: UTF8.self)),
            let head = bytes.first, bytes.count - 1 - Int(head) == length,
            let message = SubmittedMessage(Array(bytes.dropFirst(1 + Int(head))))
        else { return .messageRefused(.invalidPDU) }
        switch target {
        case .network:
            return state.network.registration.isRegistered ? .send(message) : .messageRefused(.noNetworkService)
        case .store:
            let entry = MessageSlots.Entry(status: .unsent, pdu: bytes)
            guard let index = state[state.messages.memories[1]]?.keep(entry) else {
                return .messageRefused(.memoryFull)
            }
            return .line("+CMGW: \(index)")
        }
    }

    // MARK: Settings

    private func settings(
        _ name: String, _ operation: ATCommand.Operation, _ messages: inout StickMessages
    ) -> ATReply {
        switch (name, operation) {
        case ("+CMGF", .read): return .line("+CMGF: \(messages.format)")
        case ("+CMGF", .test): return .line("+CMGF: (0,1)")
        case ("+CMGF", .set(["0"])), ("+CMGF", .set(["1"])):
            messages.format = operation == .set(["1"]) ? 1 : 0
            return .done
        case ("+CSMS", .read): return .line("+CSMS: \(messages.service),1,1,1")
        case ("+CSMS", .test): return .line("+CSMS: (0,1)")
        case ("+CSMS", .set(let values)):
            guard values == ["0"] || values == ["1"] else { return .messageRefused(.notSupported) }
            messages.service = values == ["1"] ? 1 : 0
            return .line("+CSMS: 1,1,1")
        case ("+CSCA", .read): return .line("+CSCA: \"\(messages.serviceCentre)\",145")
        case ("+CSCA", .set(let values)):
            messages.serviceCentre = values.first ?? ""
            return .done
        case ("+CNMI", .test): return .line("+CNMI: (0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)")
        case ("+CNMI", .read):
            let indications = messages.indications
            return .line("+CNMI: \(indications.mode),\(indications.messages),0,\(indications.reports),0")
        case ("+CNMI", .set(let values)): return indicate(values, &messages)
        case ("+CMMS", .set): return .done
        default: return .messageRefused(.notAllowed)
        }
    }

    /// Mode 2 is advertised and refused.
    private func indicate(_ values: [String], _ messages: inout StickMessages) -> ATReply {
        let numbers = values.map { $0.isEmpty ? 0 : Int($0) ?? -1 }
        func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
        guard (0...1).contains(number(0)), (0...3).contains(number(1)), [0, 2].contains(number(2)),
            (0...2).contains(number(3)), (0...1).contains(number(4))
        else { return .messageRefused(.notSupported) }
        messages.indications = .init(mode: number(0), messages: number(1), reports: number(3))
        return .done
    }

    // MARK: Stores

    private func memories(_ state: inout StickState) -> ATReply {
        if state.simError == nil, state.quirks.ports.busyStorage > 0 {
            state.quirks.ports.busyStorage -= 1
            return .messageRefused(.simBusy)
        }
        return open(&state) { state in
            state.storageWasRead = true
            return .line(
                "+CPMS: "
                    + state.messages.memories.map { "\"\($0.rawValue)\",\(use($0, state))" }.joined(separator: ","))
        }
    }

    private func choose(_ values: [String], _ state: inout StickState) -> ATReply {
        open(&state) { state in
            let chosen = values.map { StickMessages.Memory(rawValue: $0) }
            guard (1...3).contains(chosen.count), !chosen.contains(nil) else { return .messageRefused(.notAllowed) }
            for (index, memory) in chosen.enumerated() { if let memory { state.messages.memories[index] = memory } }
            return .line("+CPMS: " + state.messages.memories.map { use($0, state) }.joined(separator: ","))
        }
    }

    private func use(_ memory: StickMessages.Memory, _ state: StickState) -> String {
        "\(state[memory]?.used ?? 0),\(state[memory]?.capacity ?? 0)"
    }

    private func list(_ values: [String], _ state: inout StickState) -> ATReply {
        guard state.messages.format == 0, let wanted = Int(values[0]), (0...4).contains(wanted) else {
            return .messageRefused(.notAllowed)
        }
        let memory = state.messages.memories[0]
        var lines: [String] = []
        for index in state[memory]?.indices ?? [] {
            guard let status = state[memory]?.entries[index]?.status, wanted == 4 || status.rawValue == wanted,
                let entry = state[memory]?.read(index)
            else { continue }
            lines.append("+CMGL: \(index),\(status.rawValue),,\(entry.length)\r\n\(Hex.text(entry.pdu))")
        }
        return .ok(lines)
    }

    private func read(_ values: [String], _ state: inout StickState) -> ATReply {
        guard state.messages.format == 0 else { return .messageRefused(.notAllowed) }
        let memory = state.messages.memories[0]
        guard let index = Int(values[0]), let status = state[memory]?.entries[index]?.status,
            let entry = state[memory]?.read(index)
        else { return .messageRefused(.invalidIndex) }
        return .line("+CMGR: \(status.rawValue),,\(entry.length)\r\n\(Hex.text(entry.pdu))")
    }

    /// With a flag the index means nothing: 1 what was read, 2 also what was sent, 3 also what was not, 4 everything.
    private func delete(_ values: [String], _ state: inout StickState) -> ATReply {
        let memory = state.messages.memories[0]
        let flag = values.count > 1 ? Int(values[1]) : 0
        guard let index = Int(values[0]), let slots = state[memory], let flag, (0...4).contains(flag) else {
            return .messageRefused(.invalidIndex)
        }
        guard flag > 0 || (0..<slots.capacity).contains(index) else { return .messageRefused(.invalidIndex) }
        switch flag {
        case 0: state[memory]?.remove(index)
        case 1: state[memory]?.remove([.read])
        case 2: state[memory]?.remove([.read, .sent])
        case 3: state[memory]?.remove([.read, .sent, .unsent])
        default: state[memory]?.remove([.read, .sent, .unsent, .unread])
        }
        return .done
    }

    private func indices(_ state: StickState) -> ATReply {
        let used = state[state.messages.memories[0]]?.indices.map(String.init).joined(separator: ",") ?? ""
        return .line("+CMGD: (\(used)),(0-4)")
    }

    private func prompt(_ values: [String], _ target: SubmitTarget, _ state: StickState) -> ATReply {
        guard state.messages.format == 0 else { return .messageRefused(.notAllowed) }
        guard let length = Int(values[0]), (1...200).contains(length) else { return .messageRefused(.invalidPDU) }
        if target == .network, state.network.serviceCentre.nextAnswer == .noPrompt { return .ignored }
        return .prompt(length: length, target)
    }

    // Not before the card is open: its own store and its key to the network are on it.
    private func open(_ state: inout StickState, _ body: (inout StickState) -> ATReply) -> ATReply {
        switch state.simError {
        case nil: body(&state)
        case .simNotInserted?: .messageRefused(.simNotInserted)
        case .pukRequired?: .messageRefused(.pukRequired)
        case .simFailure?: .messageRefused(.simFailure)
        default: .messageRefused(.pinRequired)
        }
    }
}
