import ModemClient

/// One that looks at each stick the service has as a modem.
protocol ModemCheck: Check {
    static var name: String { get }
    static func findings(_ modem: RemoteModem, _ facts: DoctorFacts) -> [Finding]
}

extension ModemCheck {
    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard facts.knowsModems else { return [.skipped(name, "the service has to run for that")] }
        guard !facts.modems.isEmpty else { return [.skipped(name, "there is no stick")] }
        return facts.modems.flatMap { findings($0, facts) }
    }
}
