/// Registration as +CREG numbers it (27.007, 7.2).
package enum Registration: Int, Sendable {
    case idle = 0
    case home = 1
    case searching = 2
    case denied = 3
    case unknown = 4
    case roaming = 5

    package var name: String { "\(self)" }
    var isRegistered: Bool { self == .home || self == .roaming }
}

/// The network as the stick sees it.
package struct RadioNetwork: Equatable, Sendable {
    /// What a search ends in.
    package enum Coverage: Equatable, Sendable { case home, roaming, denied, none }

    /// A network besides the one the stick is on.
    package struct Neighbour: Equatable, Sendable {
        /// As +COPS=? numbers it: 0 unknown, 1 available, 3 forbidden.
        package var status: Int
        package var code: String
        /// May be empty: not every network tells its names.
        package var name: String
        package var technologyNumber: Int

        package init(status: Int, code: String, name: String, technologyNumber: Int) {
            self.status = status
            self.code = code
            self.name = name
            self.technologyNumber = technologyNumber
        }
    }

    package var coverage = Coverage.home
    package var registration = Registration.idle
    /// Country and network code, 5 or 6 digits.
    package var operatorCode = "26201"
    package var operatorName = "T-Mobile D"
    /// +CSQ: 0 to 31, 99 unknown.
    package var signal = 18
    /// As +ZPAS names it: "3G", "HSDPA", "GPRS", "EDGE".
    package var accessTechnology = "3G"
    package var locationArea: UInt16 = 0x00C3
    package var cell: UInt32 = 0x0000_A1B2
    package var neighbours = [
        Neighbour(status: 1, code: "00102", name: "", technologyNumber: 0),
        Neighbour(status: 3, code: "26202", name: "Vodafone.de", technologyNumber: 2),
    ]
    /// Names as firmware has shown them that took the bytes of a network for text.
    package static let garbageNeighbours = [
        Neighbour(status: 1, code: "310410", name: "AT&T@", technologyNumber: 0),
        Neighbour(status: 1, code: "310380", name: "AT&TD\u{0}\u{1B}[2J", technologyNumber: 2),
    ]

    /// What the network tells, as +CCLK has it; and what the stick shows, which nobody has set at first.
    package var time = "26/11/25,07:30:00+04"
    var clock = Self.unsetClock
    var reportsTimeZone = false
    private static let unsetClock = "80/01/06,00:00:00+00"
    package var serviceCentre = ServiceCentre()
    package var ussd = UssdService()
    /// +ZSNT: technology, choice of the network, preference. In flash.
    package var technologyChoice = [0, 0, 0]

    /// +COPS=2 was sent: do not search.
    var isDeregistered = false
    var selectionMode = 0
    var nameFormat = 0
    /// Unsolicited results wanted: 0 none, 1 state, 2 with location.
    var circuitReports = 0
    var packetReports = 0

    var hasSignal: Bool { registration.isRegistered || coverage != .none }

    mutating func powerOn() {
        registration = .idle
        isDeregistered = false
        circuitReports = 0
        packetReports = 0
        reportsTimeZone = false
        clock = Self.unsetClock
    }

    /// Where a search that has run its time ends.
    var searchResult: Registration {
        switch coverage {
        case .home: .home
        case .roaming: .roaming
        case .denied: .denied
        case .none: .searching
        }
    }

    /// 27.007, 7.3: the access technology of +COPS and +CREG.
    var technologyNumber: Int {
        switch accessTechnology {
        case "GPRS", "GSM": 0
        case "EDGE": 3
        case "HSDPA": 4
        default: 2
        }
    }

    /// The operator as the chosen format shows it.
    func operatorText(format: Int) -> String {
        switch format {
        case 2: operatorCode
        case 1: String(operatorName.filter { $0 != " " }.prefix(8))
        default: operatorName
        }
    }
}
