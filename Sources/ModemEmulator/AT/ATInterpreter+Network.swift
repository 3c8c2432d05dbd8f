extension ATInterpreter {
    /// Registration, operator and signal. nil for commands that are not about them.
    func network(_ name: String, _ operation: ATCommand.Operation, _ state: inout StickState) -> ATReply? {
        switch (name, operation) {
        case ("+CREG", .read): .line(report("+CREG", mode: state.network.circuitReports, state))
        case ("+CGREG", .read): .line(report("+CGREG", mode: state.network.packetReports, state))
        case ("+CREG", .test), ("+CGREG", .test): .line("\(name): (0-2)")
        case ("+CREG", .set(let values)): setReports(values) { state.network.circuitReports = $0 }
        case ("+CGREG", .set(let values)): setReports(values) { state.network.packetReports = $0 }
        case ("+COPS", .read): .line(currentOperator(state.network))
        case ("+COPS", .test): state.simError.map { .refused($0) } ?? .scan
        case ("+COPS", .set(let values)): select(values, &state)
        case ("+CSQ", .execute): .line("+CSQ: \(state.hearsNetwork ? state.network.signal : 99),99")
        case ("+ZSNT", .read): .line("+ZSNT: \(state.network.technologyChoice.map(String.init).joined(separator: ","))")
        case ("+ZSNT", .set(let values)): chooseTechnology(values, &state.network)
        case ("+ZPAS", .read): .line("+ZPAS: \(service(state.network))")
        case ("+ZRSSI", .execute): .line(strength(state.network))
        case ("+WS46", .test): .line("+WS46: (12,22,25)")
        case ("+CCLK", .read): .line("+CCLK: \"\(state.network.clock)\"")
        case ("+CTZR", .set(["0"])), ("+CTZR", .set(["1"])): reportTimeZone(operation, &state.network)
        default: nil
        }
    }

    private func setReports(_ values: [String], _ store: (Int) -> Void) -> ATReply {
        guard let mode = values.first.flatMap({ Int($0) }), (0...2).contains(mode) else {
            return .refused(.incorrectParameters)
        }
        store(mode)
        return .done
    }

    private func report(_ name: String, mode: Int, _ state: StickState) -> String {
        "\(name): \(mode),\(state.registrationText(mode: mode))"
    }

    private func currentOperator(_ network: RadioNetwork) -> String {
        guard network.registration.isRegistered else { return "+COPS: \(network.selectionMode)" }
        let text = network.operatorText(format: network.nameFormat)
        return "+COPS: \(network.selectionMode),\(network.nameFormat),\"\(text)\",\(network.technologyNumber)"
    }

    private func select(_ values: [String], _ state: inout StickState) -> ATReply {
        let format = values.count > 1 ? Int(values[1]) : nil
        switch values.first {
        case "0":
            state.network.selectionMode = 0
            state.network.isDeregistered = false
            return .done
        case "1":
            guard values.count >= 3 else { return .refused(.incorrectParameters) }
            return choose(values[2], format: format ?? 0, &state.network)
        case "2":
            state.network.isDeregistered = true
            return .done
        case "3":
            guard let format, (0...2).contains(format) else { return .refused(.incorrectParameters) }
            state.network.nameFormat = format
            return .done
        default:
            return .refused(.incorrectParameters)
        }
    }

    private func service(_ network: RadioNetwork) -> String {
        switch network.registration {
        case .home, .roaming: "\"\(network.accessTechnology)\",\"CS_PS\""
        case .denied: "\"Limited Service\""
        case .idle, .searching, .unknown: "\"No Service\""
        }
    }

    /// Another network becomes the one the stick is on, and the search begins anew.
    private func choose(_ text: String, format: Int, _ network: inout RadioNetwork) -> ATReply {
        if text != network.operatorText(format: format) {
            let index = network.neighbours.firstIndex { text == (format == 2 ? $0.code : $0.name) }
            guard let index else { return .refused(.noNetworkService) }
            guard network.neighbours[index].status < 3 else { return .refused(.networkNotAllowed) }
            network.swap(withNeighbour: index)
        }
        network.selectionMode = 1
        network.isDeregistered = false
        return .done
    }

    /// A 3G stick: GSM, WCDMA or both.
    private func chooseTechnology(_ values: [String], _ network: inout RadioNetwork) -> ATReply {
        let numbers = values.compactMap { Int($0) }
        guard numbers.count == 3, (0...2).contains(numbers[0]), (0...1).contains(numbers[1]),
            (0...2).contains(numbers[2])
        else { return .refused(.incorrectParameters) }
        network.technologyChoice = numbers
        network.moveToChosenTechnology()
        return .done
    }

    private func reportTimeZone(_ operation: ATCommand.Operation, _ network: inout RadioNetwork) -> ATReply {
        network.reportsTimeZone = operation == .set(["1"])
        return .done
    }

    /// How far below zero: dBm from the steps of +CSQ; Ec/Io and RSCP in halves, as a stick in a room shows them.
    private func strength(_ network: RadioNetwork) -> String {
        guard network.hasSignal, network.signal != 99 else { return "+ZRSSI: 1000,1000,1000" }
        let level = 113 - 2 * network.signal
        return "+ZRSSI: \(level),13,\(2 * level + 13)"
    }
}

extension RadioNetwork {
    /// Ends in a comma with nothing behind it, and has networks without names: as on the MF622.
    var scanResult: String { "+COPS: " + offers.map { "(\($0))," }.joined() }

    private var offers: [String] {
        let own = "2,\"\(operatorName)\",\"\(operatorText(format: 1))\",\"\(operatorCode)\",\(technologyNumber)"
        return [own]
            + neighbours.map { "\($0.status),\"\($0.name)\",\"\($0.name)\",\"\($0.code)\",\($0.technologyNumber)" }
    }

    fileprivate mutating func swap(withNeighbour index: Int) {
        let chosen = neighbours[index]
        neighbours[index] = Neighbour(
            status: 1, code: operatorCode, name: operatorName, technologyNumber: technologyNumber)
        (operatorCode, operatorName) = (chosen.code, chosen.name)
        registration = .idle
    }
}

extension RadioNetwork {
    /// A technology that is not wanted any more is left, and the search begins anew.
    fileprivate mutating func moveToChosenTechnology() {
        let is2G = ["GSM", "GPRS", "EDGE"].contains(accessTechnology)
        guard technologyChoice[0] == 1 && !is2G || technologyChoice[0] == 2 && is2G else { return }
        accessTechnology = is2G ? "3G" : "EDGE"
        registration = .idle
    }
}

extension StickState {
    /// `1`, or with location `1,"00C3","0000A1B2"`, as +CREG ends.
    func registrationText(mode: Int) -> String {
        let number = "\(network.registration.rawValue)"
        guard mode == 2, network.registration.isRegistered else { return number }
        let area = ATInterpreter.hexadecimal(network.locationArea, width: 4)
        let cell = ATInterpreter.hexadecimal(network.cell, width: 8)
        return quirks.unquotedLocation ? "\(number), \(area), \(cell)" : "\(number),\"\(area)\",\"\(cell)\""
    }

    /// What the ports announce about another cell; nothing where nobody asked for locations.
    var movedLines: [String] {
        guard network.registration.isRegistered else { return [] }
        let reports = [("+CREG", network.circuitReports), ("+CGREG", network.packetReports)]
        return reports.filter { $0.1 == 2 }.map { "\($0.0): \(registrationText(mode: 2))" }
    }

    /// Changes the registration and says what the ports announce about it.
    mutating func register(_ registration: Registration) -> [String] {
        guard registration != network.registration else { return [] }
        network.registration = registration
        var lines: [String] = []
        if network.circuitReports > 0 { lines.append("+CREG: \(registrationText(mode: network.circuitReports))") }
        if network.packetReports > 0 { lines.append("+CGREG: \(registrationText(mode: network.packetReports))") }
        guard registration.isRegistered else { return lines }
        let country = network.operatorCode.prefix(3)
        let code = network.operatorCode.dropFirst(3)
        let roaming = registration == .roaming ? "ROAM_ON" : "ROAM_OFF"
        network.clock = network.time
        if network.reportsTimeZone { lines.append("+CTZV: \(network.time.suffix(3))") }
        lines.append("+ZPASR: \"\(network.accessTechnology)\"")
        lines.append("+ZDONR: \"\(network.operatorName)\",\(country),\(code),\"CS_PS\",\"\(roaming)\"")
        return lines
    }
}
