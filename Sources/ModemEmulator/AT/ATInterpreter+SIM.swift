extension ATInterpreter {
    /// The card: identity, PIN and PUK. nil for commands that are not about it.
    func sim(_ name: String, _ operation: ATCommand.Operation, _ state: inout StickState) -> ATReply? {
        switch (name, operation) {
        case ("+CPIN", .read): return lock(state)
        case ("+CPIN", .test): return .done
        case ("+CPIN", .set(let values)): return enter(values, &state)
        case ("+ZPINPUK", .test): return retries(state)
        case ("+CIMI", .execute): return open(state) { .line($0.imsi) }
        case ("+CNUM", .execute): return open(state) { ownNumber($0) }
        case ("+ZGETICCID", .execute), ("+ZGETICCID", .read):
            return state.sim.map { .line("+ZGETICCID: \($0.iccid)") } ?? .refused(.simNotInserted)
        case ("+CRSM", .set(let values)): return access(values, state)
        case ("+CLCK", .set(let values)): return facility(values, &state)
        case ("+CPWD", .set(let values)): return password(values, &state)
        default: return nil
        }
    }

    private func open(_ state: StickState, _ body: (SIMCard) -> ATReply) -> ATReply {
        guard let sim = state.sim else { return .refused(.simNotInserted) }
        if let error = sim.lockError { return .refused(error) }
        return body(sim)
    }

    // 145: international (24.008, 10.5.4.7).
    private func ownNumber(_ sim: SIMCard) -> ATReply {
        sim.number.map { .line("+CNUM: \"\",\"\($0)\",\($0.hasPrefix("+") ? 145 : 129)") } ?? .done
    }

    private func lock(_ state: StickState) -> ATReply {
        switch state.sim?.lock {
        case nil: .refused(.simNotInserted)
        case SIMCard.Lock.none?: .line("+CPIN: READY")
        case .pin: .line("+CPIN: SIM PIN")
        case .puk: .line("+CPIN: SIM PUK")
        case .dead: .refused(.simFailure)
        }
    }

    private func enter(_ values: [String], _ state: inout StickState) -> ATReply {
        guard state.sim != nil else { return .refused(.simNotInserted) }
        switch values.count {
        case 1:
            // One code where the card wants the PUK is the old form without the new PIN: refused, and not counted.
            return reply(state.sim?.enter(pin: values[0]))
        case 2:
            return reply(state.sim?.enter(puk: values[0], newPIN: values[1]))
        default:
            return .refused(.incorrectParameters)
        }
    }

    private func reply(_ error: EquipmentError??) -> ATReply {
        switch error {
        case .some(.some(let error)): .refused(error)
        case .some(.none): .done
        case nil: .refused(.simNotInserted)
        }
    }

    private func retries(_ state: StickState) -> ATReply {
        guard let sim = state.sim else { return .refused(.simNotInserted) }
        return .line("+ZPINPUK: \(sim.pinRetries),\(sim.pukRetries)")
    }

    private func facility(_ values: [String], _ state: inout StickState) -> ATReply {
        guard values.count >= 2, values[0].uppercased() == "SC" else { return .refused(.notSupported) }
        guard let sim = state.sim else { return .refused(.simNotInserted) }
        switch (values[1], values.count) {
        case ("2", _): return .line("+CLCK: \(sim.asksForPIN ? 1 : 0)")
        case ("0", 3), ("1", 3): return reply(state.sim?.setAsksForPIN(values[1] == "1", pin: values[2]))
        default: return .refused(.incorrectParameters)
        }
    }

    private func password(_ values: [String], _ state: inout StickState) -> ATReply {
        guard values.count == 3, values[0].uppercased() == "SC" else { return .refused(.incorrectParameters) }
        return reply(state.sim?.change(pin: values[1], to: values[2]))
    }

    // MARK: Files (27.007, 8.18; files of 31.102)

    private enum File {
        static let iccid = "12258"
        static let administrative = "28589"
    }

    private func access(_ values: [String], _ state: StickState) -> ATReply {
        guard let sim = state.sim else { return .refused(.simNotInserted) }
        guard values.count >= 2 else { return .refused(.incorrectParameters) }
        let content: String
        switch values[1] {
        case File.iccid: content = Self.swappedDigits(sim.iccid)
        // The last byte is the length of the network code.
        case File.administrative: content = "0000000" + String(sim.networkCodeLength)
        // 6A 82: file not found.
        default: return .line("+CRSM: 106,130,\"\"")
        }
        switch (values[0], values.count) {
        case ("176", 5...): return readBinary(content, values)
        case ("192", 5...): return .line("+CRSM: 144,0,\"\(Self.fileHeader(values[1], content))\"")
        default: return .refused(.incorrectParameters)
        }
    }

    private func readBinary(_ content: String, _ values: [String]) -> ATReply {
        guard let length = Int(values[4]), length >= 0 else { return .refused(.incorrectParameters) }
        // 67 00: wrong length.
        guard length * 2 <= content.utf8.count else { return .line("+CRSM: 103,0,\"\"") }
        return .line("+CRSM: 144,0,\"\(content.prefix(length == 0 ? content.count : length * 2))\"")
    }

    /// Ten bytes, two digits each, low nibble first, filled with F (31.102, 4.1 EF ICCID).
    static func swappedDigits(_ digits: String) -> String {
        let padded = Array(digits.prefix(20)) + Array(repeating: "F", count: max(20 - digits.count, 0))
        return String(stride(from: 0, to: 20, by: 2).flatMap { [padded[$0 + 1], padded[$0]] })
    }

    /// GET RESPONSE for a transparent file, 15 bytes (11.11, 9.2.1).
    private static func fileHeader(_ file: String, _ content: String) -> String {
        let size = content.utf8.count / 2
        let number = Int(file) ?? 0
        return "0000" + hexadecimal(size, width: 4) + hexadecimal(number, width: 4) + "04000FF0FF01020000"
    }

    static func hexadecimal(_ value: some BinaryInteger, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
