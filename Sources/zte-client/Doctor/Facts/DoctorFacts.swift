import ModemAPI
import ModemClient

/// What was found out about a machine, before anything is made of it.
struct DoctorFacts: Equatable, Sendable {
    var clientVersion = ""
    var service = ServiceFacts()
    /// As the service knows them.
    var modems: [RemoteModem] = []
    var profileCount = 0
    var permissions: [Action: Authorization] = [:]
    var isRoot = false
    var modemManager = ModemManagerName.absent
    var systemdVersion: String?
    /// Nil for another machine, of which only its bus is known.
    var machine: MachineFacts?

    /// Who has ModemManager's name on the bus.
    enum ModemManagerName: Sendable {
        case absent, runs
        /// It shows the sticks as ModemManager would.
        case isService
    }

    /// Whether the service was asked and has answered.
    var knowsModems: Bool { service.isRunning && service.problem == nil }
}
