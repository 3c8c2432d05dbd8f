extension ATInterpreter {
    /// +CUSD (27.007, 7.15). nil for other commands.
    func ussd(_ name: String, _ operation: ATCommand.Operation, _ state: inout StickState) -> ATReply? {
        guard name == "+CUSD" else { return nil }
        switch operation {
        case .read: return .line("+CUSD: \(state.showsUssd ? 1 : 0)")
        case .test: return .line("+CUSD: (0-2)")
        case .set(let values): return setUssd(values, &state)
        case .execute: return .refused(.incorrectParameters)
        }
    }

    private func setUssd(_ values: [String], _ state: inout StickState) -> ATReply {
        switch values.first {
        case "2": return .ussd(.cancel)
        case "0", "1": state.showsUssd = values[0] == "1"
        default: return .refused(.incorrectParameters)
        }
        guard values.count > 1 else { return .done }
        if let error = state.simError { return .refused(error) }
        guard state.network.registration.isRegistered else { return .refused(.noNetworkService) }
        let text = UssdText.read(values[1], form: state.quirks.ussdForm, state.characterSet)
        guard let text, !text.isEmpty, text.utf8.count <= UssdService.longest else {
            return .refused(.incorrectParameters)
        }
        return state.network.ussd.refuses(text) ? .refused(.notSupported) : .ussd(.send(text))
    }
}
