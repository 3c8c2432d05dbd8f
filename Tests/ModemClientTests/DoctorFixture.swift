import DBus
import ModemAPI
import ModemClient

@testable import zte_client

extension DoctorFacts {
    /// A machine on which nothing is wrong, with a stick that is connected.
    static var healthy: DoctorFacts {
        var facts = DoctorFacts()
        facts.clientVersion = "1.2.3"
        facts.service = ServiceFacts(isRunning: true, isActivatable: true, version: "1.2.3")
        facts.modems = [.connected]
        facts.permissions = [.connect: .allowed, .ussd: .afterPassword]
        facts.modemManager = .runs
        facts.systemdVersion = "252"
        facts.machine = .healthy
        return facts
    }
}

extension MachineFacts {
    static var healthy: MachineFacts {
        var facts = MachineFacts()
        facts.sticks = [.modem]
        facts.modules = ["option": .loaded, "usb-storage": .available, "ppp_generic": .loaded, "ppp_async": .available]
        for name in [RuleScan.ownership, RuleScan.takeover] {
            facts.rules[name] = .inForce("/usr/lib/udev/rules.d/" + name)
        }
        facts.neighbours = [.modemManager, .usbModeSwitch]
        facts.hasPPPDevice = true
        facts.hasPPPD = true
        facts.pppdVersion = "2.4.9"
        facts.hasProviderDatabase = true
        facts.defaultRoutes = ["ppp0", "eth0"]
        facts.nameServers = ["192.0.2.1"]
        facts.clock = 1_795_453_445
        facts.versions = [.init(name: "kernel", version: "6.1.0")]
        return facts
    }
}

extension StickFacts {
    static var modem: StickFacts {
        var stick = StickFacts(port: "1-1.2", usbID: "19d2:0001", manufacturer: "ZTE", product: "MF622")
        stick.interfaces = ["00", "01", "02"].map { Interface(number: $0, deviceClass: "ff", driver: "option") }
        stick.ports = ["ttyUSB0", "ttyUSB1"].map { name in
            let node = PortFacts.Node(group: "dialout", mode: "0660", isOpenToCaller: false)
            return PortFacts(name: name, node: node, holders: ["zte-modemd"])
        }
        stick.isIgnoredByModemManager = true
        return stick
    }
}
