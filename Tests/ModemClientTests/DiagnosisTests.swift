import DBus
import ModemAPI
import ModemClient
import Testing

@testable import zte_client

/// From facts to findings.
@Suite struct DiagnosisTests {
    /// One thing that is different from a healthy machine, and what is said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let check: String
        let status: Finding.Status
        let words: String
        let change: @Sendable (inout DoctorFacts) -> Void

        init(
            _ name: String, _ check: String, _ status: Finding.Status, _ words: String,
            _ change: @escaping @Sendable (inout DoctorFacts) -> Void
        ) {
            (self.name, self.check, self.status, self.words, self.change) = (name, check, status, words, change)
        }

        var testDescription: String { name }
    }

    @Test func onAHealthyMachineAllIsWell() {
        let diagnosis = Diagnosis(.healthy)
        #expect(diagnosis.findings.allSatisfy { $0.status == .ok }, "\(DoctorTable(findings: diagnosis.findings).text)")
        #expect(diagnosis.problems == 0)
    }

    @Test func theOrderIsThatOfTheData() {
        var order: [String] = []
        for finding in Diagnosis(.healthy).findings where order.last != finding.check { order.append(finding.check) }
        #expect(
            order == [
                "service", "stick", "driver", "ports", "rules", "neighbours", "sim", "network", "signal", "apn", "ppp",
                "call",
                "route", "dns", "permission", "clock", "versions",
            ])
    }

    @Test(arguments: Self.service + Self.usb + Self.software + Self.network)
    func oneThingIsWrong(_ given: Case) throws {
        var facts = DoctorFacts.healthy
        given.change(&facts)
        let findings = Diagnosis(facts).findings
        let found = findings.filter { $0.check == given.check && $0.status == given.status }
        let text = DoctorTable(findings: found).text
        #expect(text.contains(given.words), "\(DoctorTable(findings: findings).text)")
        #expect(text.split(separator: "\n").count == found.count)
        if given.status == .problem { #expect(found.allSatisfy { $0.advice?.isEmpty == false }) }
    }

    static let service: [Case] = [
        Case("no bus", "service", .problem, "no system bus: x") {
            $0 = DoctorFacts(service: ServiceFacts(busProblem: "x"), machine: .healthy)
        },
        Case("no bus, so no permission", "permission", .skipped, "there is no bus") { $0.service.busProblem = "x" },
        Case("stopped", "service", .problem, "enable --now zte-modemd") { $0.service.isRunning = false },
        Case("stopped, so no SIM", "sim", .skipped, "has to run") { $0.service.isRunning = false },
        Case("unknown to the bus", "service", .problem, "reload dbus") {
            $0.service.isRunning = false
            $0.service.isActivatable = false
        },
        Case("silent", "service", .problem, "but: no answer") { $0.service.problem = "no answer" },
        Case("another version", "service", .problem, "restart zte-modemd") { $0.service.version = "1.2.2" },
        Case("refused", "permission", .note, "you may not: connect") { $0.permissions[.connect] = .refused },
        Case("without polkit", "permission", .note, "Install polkitd") { $0.permissions = [:] },
        Case("without polkit, as root", "permission", .ok, "root may") {
            $0.permissions = [:]
            $0.isRoot = true
        },
    ]

    static let usb: [Case] = [
        Case("no stick", "stick", .problem, "no ZTE stick") {
            $0.modems = []
            $0.machine?.sticks = []
        },
        Case("no stick, no driver", "driver", .problem, "not installed for this kernel") {
            $0.machine?.sticks = []
            $0.machine?.modules["option"] = .missing
        },
        Case("an unknown stick", "stick", .problem, "devices.d") { $0.modems = [] },
        Case("a failed one", "stick", .problem, "failed (no-driver). Load it.") {
            $0.modems = [.with(state: "failed", reason: "no-driver", message: "load it.")]
        },
        Case("a CD-ROM", "stick", .note, "storage (auto-switch-off)") {
            $0.modems = [.with(state: "storage", reason: "auto-switch-off")]
        },
        Case("on its way", "stick", .note, "away from the USB") { $0.machine?.sticks = [] },
        Case("hostile names", "stick", .ok, "ZTE\\x1b[2J MF622\\u202e") {
            $0.machine?.sticks[0].manufacturer = "ZTE\u{1b}[2J"
            $0.machine?.sticks[0].product = "MF622\u{202e}"
        },
        Case("option not loaded", "driver", .problem, "Do: sudo modprobe option") {
            $0.machine?.sticks[0].loseDrivers()
            $0.machine?.modules["option"] = .available
        },
        Case("option missing", "driver", .problem, "linux-modules-extra") {
            $0.machine?.sticks[0].loseDrivers()
            $0.machine?.modules["option"] = .missing
        },
        Case("id unknown to option", "driver", .problem, "echo 19d2 0001 ff") { $0.machine?.sticks[0].loseDrivers() },
        Case("no port", "ports", .skipped, "no serial port") { $0.machine?.sticks[0].ports = [] },
        Case("no node", "ports", .problem, "/dev/ttyUSB0") { $0.machine?.sticks[0].ports[0].node = nil },
        Case("held", "ports", .problem, "held by ModemManager, minicom\\x0a") {
            $0.machine?.sticks[0].ports[1].holders = ["pppd", "minicom\n", "ModemManager"]
        },
        Case("busy", "ports", .problem, "fuser /dev/ttyUSB0 /dev/ttyUSB1") {
            $0.modems = [.with(state: "failed", reason: "ports-busy")]
        },
        Case("borrowed", "ports", .note, "borrowed") {
            $0.modems = [.with(state: "disabled", reason: "inhibited")]
            $0.machine?.sticks[0].ports[0].holders = ["minicom"]
        },
    ]

    static let software: [Case] = [
        Case("no rules", "rules", .problem, "60-zte-modem.rules is not installed") {
            $0.machine?.rules[RuleScan.ownership] = .missing
        },
        Case("masked", "rules", .note, "sudo rm /etc/x") { $0.machine?.rules[RuleScan.takeover] = .masked("/etc/x") },
        Case("ours masked", "rules", .problem, "sudo rm /etc/x") {
            $0.machine?.rules[RuleScan.ownership] = .masked("/etc/x")
        },
        Case("ModemManager has it", "neighbours", .problem, "1-1.2 is not marked") {
            $0.machine?.sticks[0].isIgnoredByModemManager = false
        },
        Case("both want it", "neighbours", .problem, "one of the two".capitalizedFirst) {
            $0.machine?.sticks[0].isIgnoredByModemManager = nil
            $0.machine?.rules[RuleScan.takeover] = .masked("/etc/x")
        },
        Case("left to it", "neighbours", .ok, "leaves the sticks alone") {
            $0.machine?.sticks[0].isIgnoredByModemManager = false
            $0.modems = [.with(state: "failed", reason: "not-driven")]
        },
        Case("in its place", "neighbours", .ok, "zte-modemd is in the place of ModemManager") {
            $0.modemManager = .isService
            $0.machine?.hasModemManagerStandIn = true
            $0.machine?.sticks[0].isIgnoredByModemManager = false
        },
        Case("not in its place", "neighbours", .problem, "sudo systemctl reload dbus") {
            $0.modemManager = .absent
            $0.machine?.hasModemManagerStandIn = true
        },
        Case("not yet in its place", "neighbours", .problem, "sudo systemctl stop ModemManager") {
            $0.machine?.hasModemManagerStandIn = true
        },
        Case("usb_modeswitch", "neighbours", .note, "switches the sticks too") {
            $0.machine?.rules[RuleScan.takeover] = .masked("/etc/x")
        },
        Case("no pppd", "ppp", .problem, "install the package ppp".capitalizedFirst) { $0.machine?.hasPPPD = false },
        Case("no PPP", "ppp", .problem, "no ppp_async") { $0.machine?.modules["ppp_async"] = .missing },
        Case("no /dev/ppp", "ppp", .problem, "modprobe ppp_generic") { $0.machine?.hasPPPDevice = false },
        Case("1970", "clock", .problem, "set-ntp") { $0.machine?.clock = 77 },
    ]

    static let network: [Case] = [
        Case("PIN", "sim", .problem, "3 tries left. Do: zte-client sim unlock") { $0.set(SimInterface.lock, "pin") },
        Case("PUK", "sim", .problem, "sim puk") { $0.set(SimInterface.lock, "puk") },
        Case("no SIM", "sim", .problem, "put the SIM in".capitalizedFirst) {
            $0.modems = [.with(state: "failed", reason: "sim-missing")]
        },
        Case("locked", "network", .skipped, "not that far (locked)") { $0.set(ModemInterface.state, "locked") },
        Case("radio off", "network", .note, "Do: zte-client power on") { $0.set(ModemInterface.state, "disabled") },
        Case("denied", "network", .problem, "refuses") { $0.set(NetworkInterface.registration, "denied") },
        Case("searching", "network", .problem, "searching") { $0.set(NetworkInterface.registration, "searching") },
        Case("weak", "signal", .problem, "3 %") { $0.set(NetworkInterface.signalQuality, 3) },
        Case("no access point", "apn", .note, "--apn NAME") {
            $0.set(ModemInterface.state, "registered")
            $0.machine?.hasProviderDatabase = false
        },
        Case("a profile", "apn", .ok, "profiles: 2") {
            $0.set(ModemInterface.state, "registered")
            $0.profileCount = 2
        },
        Case("a call that failed", "call", .problem, "The network\\x07.") {
            $0.set(ModemInterface.state, "registered")
            $0.set(ConnectionInterface.lastError, Structure("DialFailed", "the network\u{7}."))
        },
        Case("not connected", "route", .skipped, "nothing is connected") { $0.set(ModemInterface.state, "registered") },
        Case("no route", "route", .problem, "no default route") { $0.machine?.defaultRoutes = [] },
        Case("another route", "route", .note, "through eth0, not through ppp0") {
            $0.machine?.defaultRoutes = ["eth0"]
        },
        Case("other servers", "dns", .problem, "are not asked") { $0.machine?.nameServers = ["192.0.2.99"] },
        Case("other servers, other route", "dns", .note, "other name servers") {
            $0.machine?.nameServers = []
            $0.machine?.defaultRoutes = ["eth0"]
        },
        Case("elsewhere", "driver", .skipped, "another machine") { $0.machine = nil },
        Case("elsewhere, the stick", "stick", .ok, "1-1.2; connected") { $0.machine = nil },
    ]

    @Test func aTableAndJSONSayTheSame() {
        let findings = [Finding.ok("a", "fine"), .problem("longer", "bad\u{1b}", "sudo x"), .note("b", "hm", "y")]
        #expect(
            DoctorTable(findings: findings).text == """
                ok       a       fine
                problem  longer  bad\\x1b. Do: sudo x
                note     b       hm. Y

                """)
        var facts = DoctorFacts()
        facts.service.busProblem = "x"
        let json = JSON(Diagnosis(facts)).text
        #expect(
            json.hasPrefix(#"{"problems":1,"findings":[{"check":"service","status":"problem","found":"there is no"#))
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension RemoteModem {
    fileprivate static func with(state: String, reason: String, message: String = "") -> RemoteModem {
        var interfaces = stick("1-1.2", state: state).interfaces
        interfaces[ModemInterface.name]?[ModemInterface.stateReason] = reason
        interfaces[ModemInterface.name]?[ModemInterface.stateMessage] = message
        return RemoteModem(path: RemoteModem.connected.path, interfaces: interfaces)
    }
}

extension DoctorFacts {
    fileprivate mutating func set<Content>(_ property: PropertyDeclaration<Content>, _ content: Content) {
        var interfaces = modems[0].interfaces
        interfaces[property.description.interface]?[property] = content
        modems[0] = RemoteModem(path: modems[0].path, interfaces: interfaces)
    }
}

extension StickFacts {
    fileprivate mutating func loseDrivers() {
        for index in interfaces.indices { interfaces[index].driver = nil }
    }
}
