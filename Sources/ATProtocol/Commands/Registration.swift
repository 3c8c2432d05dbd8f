/// What the network thinks of the stick (`<stat>` of 3GPP TS 27.007, 7.2).
package enum RegistrationStatus: String, CaseIterable, Sendable {
    case idle, home, searching, denied, unknown, roaming

    /// Nil: not a status. Those for messages only (6, 7) and without CSFB (9, 10) count as what they are besides;
    /// emergency calls only (8) is a refusal of everything we want.
    init?(code: Int) {
        switch code {
        case 0: self = .idle
        case 1, 6, 9: self = .home
        case 2: self = .searching
        case 3, 8: self = .denied
        case 4: self = .unknown
        case 5, 7, 10: self = .roaming
        default: return nil
        }
    }
}

/// One report of a registration, asked for or not.
package struct RegistrationUpdate: Equatable, Sendable {
    package let status: RegistrationStatus
    /// Location (or tracking) area code. Nil: none, or one that stands for none (3GPP TS 23.003, 4.4.6).
    package let lac: UInt32?
    package let cellID: UInt32?
    package let accessTechnology: AccessTechnology?
    /// Why the network refused; only where the stick was asked to say so.
    package let rejectCause: RejectCause?

    package init(
        _ status: RegistrationStatus, lac: UInt32? = nil, cellID: UInt32? = nil,
        accessTechnology: AccessTechnology? = nil, rejectCause: RejectCause? = nil
    ) {
        self.status = status
        self.lac = lac
        self.cellID = cellID
        self.accessTechnology = accessTechnology
        self.rejectCause = rejectCause
    }

    private init?(_ fields: ArraySlice<ATField>) {
        guard let code = fields.first?.integer, let status = RegistrationStatus(code: code) else { return nil }
        let rest = Array(fields.dropFirst().prefix(5))
        let lac = rest.count > 1 ? rest[0].hexadecimal : nil
        let cell = rest.count > 1 ? rest[1].hexadecimal : nil
        self.init(
            status,
            lac: lac.flatMap { [0, 0xfffe, 0xffff].contains($0) || $0 > 0xff_ffff ? nil : $0 },
            cellID: cell.flatMap { $0 == 0 || $0 > 0x0fff_fffe ? nil : $0 },
            accessTechnology: rest.count > 2 ? rest[2].integer.flatMap(AccessTechnology.init(code:)) : nil,
            rejectCause: rest.count > 4 ? RejectCause(type: rest[3].integer, number: rest[4].integer) : nil)
    }

    /// `<stat>[,<lac>,<ci>[,<AcT>[,<cause_type>,<reject_cause>]]]`.
    init?(unsolicited values: ArraySlice<UInt8>) { self.init(ATField.split(values)[...]) }

    /// The same after `<n>`.
    init?(solicited values: ArraySlice<UInt8>) { self.init(ATField.split(values).dropFirst()) }

    /// Whether a registration line has the shape of an unsolicited report, whatever is in flight; false for other lines.
    static func isUnsolicited(_ line: ArraySlice<UInt8>) -> Bool {
        for prefix in ["+CREG:", "+CGREG:", "+CEREG:"] {
            if let values = line.rest(after: prefix) { return hasUnsolicitedShape(ATField.split(values)) }
        }
        return false
    }

    // Both shapes may have four fields. An area code is quoted or has more digits than a status.
    private static func hasUnsolicitedShape(_ fields: [ATField]) -> Bool {
        if fields.count < 2 { return true }
        if fields.count == 2 { return false }
        return fields[1].isQuoted || fields[1].bytes.count > 2
            || fields[1].integer.flatMap(RegistrationStatus.init) == nil
    }
}

/// Where a registration holds.
package enum RegistrationDomain: CaseIterable, Sendable {
    /// Calls and messages (`+CREG`).
    case circuit
    /// Packet data of 2G and 3G (`+CGREG`).
    case packet
    /// 4G (`+CEREG`).
    case evolved
}

extension AT {
    /// `AT+CREG=2` and its like: report changes, with the cell (3GPP TS 27.007, 7.2, 10.1.20, 10.1.22).
    package struct RegistrationReporting: ATRequest {
        /// `<n>`. Firmware that refuses the cell understands the status; only newer firmware knows the cause of a refusal.
        package enum Level: Int, Sendable {
            case status = 1
            case cell, cause
        }

        package typealias Reply = Void
        private let domain: RegistrationDomain
        private let level: Level

        package init(_ domain: RegistrationDomain, _ level: Level = .cell) {
            self.domain = domain
            self.level = level
        }

        package var command: ATCommand {
            switch domain {
            case .circuit: ATCommand("AT+CREG=", [.number(level.rawValue)])
            case .packet: ATCommand("AT+CGREG=", [.number(level.rawValue)])
            case .evolved: ATCommand("AT+CEREG=", [.number(level.rawValue)])
            }
        }
    }

    /// `AT+CREG?` for both: how much is reported, and the registration. A modem that restarted by itself has forgotten
    /// what it was told to report, and says 0 again.
    package struct RegistrationReportingQuery: ATRequest {
        package struct Reply: Equatable, Sendable {
            /// `<n>`: 0 nothing, 1 the status, 2 the cell too.
            package let level: Int
            package let registration: RegistrationUpdate

            package init(level: Int, registration: RegistrationUpdate) {
                self.level = level
                self.registration = registration
            }
        }

        package init() {}

        package var command: ATCommand { ATCommand("AT+CREG?", answer: .lines("+CREG:")) }

        package func reply(to response: ATResponse) throws(ATError) -> Reply {
            try response.requireSuccess()
            for values in response.values(after: "+CREG:") {
                let level = ATField.split(values).first?.integer
                if let level, let registration = RegistrationUpdate(solicited: values) {
                    return Reply(level: level, registration: registration)
                }
            }
            throw response.unexpected()
        }
    }

    /// `AT+CREG?` and its like. A report that comes in between stays an unsolicited line.
    package struct Registration: ATRequest {
        private let domain: RegistrationDomain

        package init(_ domain: RegistrationDomain) { self.domain = domain }

        package var command: ATCommand {
            switch domain {
            case .circuit: ATCommand("AT+CREG?", answer: .lines("+CREG:"))
            case .packet: ATCommand("AT+CGREG?", answer: .lines("+CGREG:"))
            case .evolved: ATCommand("AT+CEREG?", answer: .lines("+CEREG:"))
            }
        }

        package func reply(to response: ATResponse) throws(ATError) -> RegistrationUpdate {
            try response.requireSuccess()
            let values = command.answer.prefixes.flatMap { response.values(after: $0) }
            guard let update = values.lazy.compactMap({ RegistrationUpdate(solicited: $0) }).first else {
                throw response.unexpected()
            }
            return update
        }
    }
}
