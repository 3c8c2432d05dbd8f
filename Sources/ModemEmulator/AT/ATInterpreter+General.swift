extension ATInterpreter {
    mutating func answer(_ command: ATCommand, _ state: inout StickState) -> ATReply {
        switch command {
        case .basic(let letter, let value): basic(letter, value, state)
        case .ampersand(let letter, _): ampersand(letter)
        case .register(let number, let value): value == nil ? .line("00\(number)") : .done
        case .dial(let number): dial(number, state)
        case .extended(let name, let operation): extended(name, operation, &state)
        case .malformed: .error
        }
    }

    private mutating func basic(_ letter: Character, _ value: Int, _ state: StickState) -> ATReply {
        switch (letter, value) {
        case ("E", 0...1):
            echo = value == 1
            return .done
        case ("I", _): return state.quirks.silentInformation ? .done : .ok(information(state))
        case ("Z", _):
            if state.quirks.refusesReset { return .error }
            reset()
            return .done
        case ("H", 0...1): return .hangUp
        // Numeric results and no results at all are not for this firmware.
        case ("V", 1), ("Q", 0), ("X", 0...4), ("L", 0...3), ("M", 0...3), ("T", 0), ("P", 0): return .done
        default: return .error
        }
    }

    private mutating func ampersand(_ letter: Character) -> ATReply {
        switch letter {
        case "F":
            reset()
            return .done
        case "C", "D", "K", "S", "W": return .done
        default: return .error
        }
    }

    private mutating func reset() {
        echo = true
        errorLevel = 0
    }

    private func information(_ state: StickState) -> [String] {
        [
            "Manufacturer: \(state.identity.manufacturer)", "Model: \(state.identity.model)",
            "Revision: \(state.identity.revision)", "IMEI: \(state.identity.imei)", "+GCAP: +CGSM,+DS,+ES",
        ]
    }

    private mutating func extended(
        _ name: String, _ operation: ATCommand.Operation, _ state: inout StickState
    ) -> ATReply {
        if state.quirks.unknownCommands.contains(name) { return .error }
        return general(name, operation, &state) ?? messages(name, operation, &state) ?? ussd(name, operation, &state)
            ?? sim(name, operation, &state)
            ?? network(name, operation, &state) ?? packet(name, operation, &state) ?? .refused(.unknown)
    }

    /// Identity, error reporting, functionality, and settings nothing here depends on.
    private mutating func general(
        _ name: String, _ operation: ATCommand.Operation, _ state: inout StickState
    ) -> ATReply? {
        switch (name, operation) {
        case ("+CGMI", .execute), ("+GMI", .execute): .line(state.identity.manufacturer)
        case ("+CGMM", .execute), ("+GMM", .execute): .line(state.identity.model)
        case ("+CGMR", .execute), ("+GMR", .execute): .line(state.identity.revision)
        case ("+CGSN", .execute), ("+GSN", .execute): .line(state.identity.imei)
        case ("+CGMI", .test), ("+CGMM", .test), ("+CGMR", .test), ("+CGSN", .test): .done
        case ("+GCAP", .execute): .line("+GCAP: +CGSM,+DS,+ES")
        case ("+CMEE", .read): .line("+CMEE: \(errorLevel)")
        case ("+CMEE", .test): .line("+CMEE: (0,1,2)")
        case ("+CMEE", .set(let values)): setErrorLevel(values)
        case ("+CEER", .execute): .line("+CEER: No cause information available")
        case ("+CFUN", .read): .line("+CFUN: \(state.functionality)")
        case ("+CFUN", .test): .line("+CFUN: (0,1,4,5,6,7),(0-1)")
        case ("+CFUN", .set(let values)): setFunctionality(values, &state)
        case ("+CSCS", .read): .line("+CSCS: \"\(state.characterSet.rawValue)\"")
        case ("+CSCS", .set(let values)): choose(characterSet: values, &state)
        case ("+CLIP", .set), ("+CRC", .set), ("+CTZU", .set), ("+ZOPRT", .set), ("+IPR", .set), ("+IFC", .set): .done
        case ("+ZOPRT", .read): wake(&state)
        case ("+ZCDRUN", .set(let values)): autorun(values, &state)
        default: nil
        }
    }

    private mutating func setErrorLevel(_ values: [String]) -> ATReply {
        guard let level = values.first.flatMap({ Int($0) }), (0...2).contains(level) else {
            return .refused(.notAllowed)
        }
        errorLevel = level
        return .done
    }

    private func choose(characterSet values: [String], _ state: inout StickState) -> ATReply {
        guard let set = values.first.flatMap({ CharacterSet(rawValue: $0) }) else { return .refused(.notAllowed) }
        state.characterSet = set
        return .done
    }

    private func setFunctionality(_ values: [String], _ state: inout StickState) -> ATReply {
        guard let level = values.first.flatMap({ Int($0) }), [0, 1, 4, 5, 6, 7].contains(level) else {
            return .refused(.incorrectParameters)
        }
        // 5 to 7 are ways to a reset; so is the second parameter (27.007, 8.2).
        if level > 4 || values.dropFirst().first == "1" { return .reboot }
        state.functionality = level
        return .done
    }

    private func wake(_ state: inout StickState) -> ATReply {
        state.quirks.ports.isAsleep = false
        return .line("+ZOPRT: 5")
    }
}
