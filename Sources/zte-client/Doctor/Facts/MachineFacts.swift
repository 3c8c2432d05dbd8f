/// What this machine is like, without its bus.
struct MachineFacts: Equatable, Sendable {
    var sticks: [StickFacts] = []
    var modules: [String: ModuleFacts] = [:]
    /// By name of the file.
    var rules: [String: RuleFileFacts] = [:]
    var neighbours: Set<Neighbour> = []
    /// The file that has the service in ModemManager's place, and ModemManager not started.
    var hasModemManagerStandIn = false
    var hasPPPDevice = false
    var hasPPPD = false
    /// As the folder of its plugins is called: an ordinary user may not run it.
    var pppdVersion: String?
    var hasProviderDatabase = false
    /// Interfaces with an IPv4 default route, the best one first.
    var defaultRoutes: [String] = []
    /// Where this machine asks for names.
    var nameServers: Set<String> = []
    /// Seconds since 1970.
    var clock: UInt64 = 0
    var versions: [Version] = []

    struct Version: Equatable, Sendable {
        let name: String
        let version: String
    }

    /// Other programs that would like to have a stick.
    enum Neighbour: String, Sendable {
        case modemManager = "ModemManager"
        case usbModeSwitch = "usb_modeswitch"
    }
}
