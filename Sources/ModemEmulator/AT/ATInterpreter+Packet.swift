extension ATInterpreter {
    /// What one context may be numbered.
    private static let contextNumbers = 1...16

    /// Packet contexts. nil for commands that are not about them.
    func packet(_ name: String, _ operation: ATCommand.Operation, _ state: inout StickState) -> ATReply? {
        switch (name, operation) {
        case ("+CGDCONT", .read): .ok(contexts(state))
        case ("+CGDCONT", .test):
            .ok(contextTypes(state).map { "+CGDCONT: (1-16),\"\($0)\",,,(0-2),(0-3)" })
        case ("+CGDCONT", .set(let values)): define(values, &state)
        case ("+CGATT", .read): .line("+CGATT: \(state.network.registration.isRegistered ? 1 : 0)")
        case ("+CGATT", .test): .line("+CGATT: (0,1)")
        case ("+CGATT", .set(let values)): attach(values, state)
        case ("+CGACT", .read): .ok(activity(state))
        case ("+CGACT", .test): .line("+CGACT: (0,1)")
        case ("+CGACT", .set(let values)): activate(values, state)
        default: nil
        }
    }

    func dial(_ number: String, _ state: StickState) -> ATReply {
        guard let context = Self.packetContext(number) else { return .noCarrier }
        if state.simError != nil { return .error }
        guard state.contexts[context] != nil else { return .error }
        guard state.network.registration.isRegistered, state.activeCall == nil else { return .noCarrier }
        return .dial(context)
    }

    /// The context of `*99#`, `*99***1#` and `*99**1*1#`; nil for any other number.
    static func packetContext(_ number: String) -> Int? {
        var text = number.uppercased().filter { $0 != " " }[...]
        if text.first == "T" || text.first == "P" { text.removeFirst() }
        guard text.hasPrefix("*99"), text.hasSuffix("#") else { return nil }
        let fields = text.dropFirst(3).dropLast().split(separator: "*", omittingEmptySubsequences: false)
        switch fields.count {
        case 0, 1: return fields.first.map(\.isEmpty) ?? true ? 1 : nil
        case 4: return Int(fields[3]).flatMap { contextNumbers.contains($0) ? $0 : nil }
        default: return nil
        }
    }

    private func contextTypes(_ state: StickState) -> [String] {
        ["IP", "PPP"] + (state.quirks.knowsIPv6 ? ["IPV6", "IPV4V6"] : [])
    }

    private func contexts(_ state: StickState) -> [String] {
        state.contexts.sorted { $0.key < $1.key }
            .map { "+CGDCONT: \($0.key),\"\($0.value.type)\",\"\($0.value.accessPoint)\",\"\",0,0" }
    }

    private func define(_ values: [String], _ state: inout StickState) -> ATReply {
        guard let number = values.first.flatMap({ Int($0) }), Self.contextNumbers.contains(number) else {
            return .refused(.incorrectParameters)
        }
        guard values.count > 1 else {
            state.contexts[number] = nil
            return .done
        }
        guard contextTypes(state).contains(values[1].uppercased()) else { return .refused(.incorrectParameters) }
        let accessPoint = values.count > 2 ? values[2] : ""
        guard accessPoint.utf8.count <= 100 else { return .refused(.incorrectParameters) }
        state.contexts[number] = StickState.Context(type: values[1].uppercased(), accessPoint: accessPoint)
        return .done
    }

    private func attach(_ values: [String], _ state: StickState) -> ATReply {
        switch values.first {
        case "0": state.activeCall == nil ? .done : .hangUp
        case "1": state.network.registration.isRegistered ? .done : .refused(.noNetworkService)
        default: .refused(.incorrectParameters)
        }
    }

    private func activity(_ state: StickState) -> [String] {
        state.contexts.keys.sorted().map { "+CGACT: \($0),\(state.activeCall == $0 ? 1 : 0)" }
    }

    private func activate(_ values: [String], _ state: StickState) -> ATReply {
        let number = values.count > 1 ? Int(values[1]) : 1
        guard let number, state.contexts[number] != nil else { return .refused(.incorrectParameters) }
        switch values.first {
        case "0": return state.activeCall == number ? .hangUp : .done
        case "1": return state.network.registration.isRegistered ? .done : .refused(.noNetworkService)
        default: return .refused(.incorrectParameters)
        }
    }
}
