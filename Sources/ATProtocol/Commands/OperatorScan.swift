/// A network found by a scan.
package struct OperatorOffer: Equatable, Sendable {
    package enum Availability: String, CaseIterable, Sendable {
        case unknown, available, current, forbidden
    }

    package let availability: Availability
    /// May be empty.
    package let longName: String
    package let shortName: String
    /// Mobile country and network code, 5 or 6 digits.
    package let code: String
    package let accessTechnology: AccessTechnology?

    package init(
        _ availability: Availability, longName: String, shortName: String, code: String,
        accessTechnology: AccessTechnology? = nil
    ) {
        self.availability = availability
        self.longName = longName
        self.shortName = shortName
        self.code = code
        self.accessTechnology = accessTechnology
    }

    init?(_ fields: [ATField]) {
        let states: [Availability] = [.unknown, .available, .current, .forbidden]
        guard fields.count >= 4, let state = fields[0].integer, states.indices.contains(state), fields[3].isOperatorCode
        else { return nil }
        self.init(
            states[state], longName: fields[1].text, shortName: fields[2].text, code: fields[3].text,
            accessTechnology: fields.count > 4 ? fields[4].integer.flatMap(AccessTechnology.init(code:)) : nil)
    }
}

extension AT {
    /// `AT+COPS=?` (3GPP TS 27.007, 7.3): takes minutes, and can be aborted. `+COPS: (2,"A","B","23433",2),…,,(0,1,3),(0,2)`,
    /// where ZTE firmware may leave names empty and end the list with a comma.
    package struct OperatorScan: ATRequest {
        package init() {}

        package var command: ATCommand {
            ATCommand("AT+COPS=?", answer: .lines("+COPS:"), kind: .abortable, deadline: .seconds(180))
        }

        /// At most 64 networks a line.
        package func reply(to response: ATResponse) throws(ATError) -> [OperatorOffer] {
            try response.requireSuccess()
            let fields = response.values(after: "+COPS:").flatMap { ATField.split($0) }.filter { !$0.bytes.isEmpty }
            let groups = fields.filter { field in
                field.bytes.first == UInt8(ascii: "(") && field.bytes.last == UInt8(ascii: ")")
            }
            // No network is an answer too; a list of nothing that has the shape of one is not.
            if groups.isEmpty && !fields.isEmpty { throw response.unexpected() }
            return groups.compactMap { OperatorOffer(ATField.split($0.bytes.dropFirst().dropLast())) }
        }
    }
}
