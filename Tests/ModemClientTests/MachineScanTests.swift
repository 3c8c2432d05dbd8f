import Glibc
import TestSupport
import Testing

@testable import zte_client

/// Reading a machine that is a folder.
@Suite struct MachineScanTests {
    @Test func aStickIsFound() throws {
        let machine = try FakeMachine()
        try machine.add(stick: "1-1.2", product: "0001")
        try machine.add("sys/bus/usb/devices/1-1.2/dev", "189:5\n")
        try machine.add("run/udev/data/c189:5", "I:1\nE:ID_MM_DEVICE_IGNORE=1\n")
        try machine.add("sys/bus/usb/devices/1-1.2:1.0/bInterfaceNumber", "00\n")
        try machine.add("sys/bus/usb/devices/1-1.2:1.0/bInterfaceClass", "ff\n")
        try machine.add("sys/bus/usb/devices/1-1.2:1.0/ttyUSB0/x", "")
        try machine.link("sys/bus/usb/devices/1-1.2:1.0/driver", to: "../../drivers/option")
        try machine.add(stick: "1-1.3", product: "0001", vendor: "12d1")
        let sticks = StickScan(root: machine.path).sticks()
        #expect(sticks.map(\.port) == ["1-1.2"])
        #expect(sticks.first?.interfaces == [.init(number: "00", deviceClass: "ff", driver: "option")])
        #expect(sticks.first?.ports == [PortFacts(name: "ttyUSB0")])
        #expect(sticks.first?.isIgnoredByModemManager == true && sticks.first?.kind == .modem)
    }

    @Test func whatAStickSaysIsBounded() throws {
        let machine = try FakeMachine()
        try machine.add(stick: "1-1", product: "0001")
        try machine.add("sys/bus/usb/devices/1-1/product", String(repeating: "x", count: 5000))
        try machine.add("sys/bus/usb/devices/1-1/manufacturer", "\n")
        try machine.add("sys/bus/usb/devices/1-1/dev", "../../../etc/passwd\n")
        let stick = try #require(StickScan(root: machine.path).sticks().first)
        #expect(stick.product?.count == 256 && stick.manufacturer == nil && stick.isIgnoredByModemManager == nil)
    }

    @Test func anEmptyMachineHasNothing() throws {
        let facts = MachineScan(root: try FakeMachine().path).facts()
        #expect(facts.sticks.isEmpty && facts.neighbours.isEmpty && !facts.hasPPPD && facts.defaultRoutes.isEmpty)
        #expect(facts.rules.values.allSatisfy { $0 == .missing } && facts.modules.values.allSatisfy { $0 == .missing })
    }

    @Test func modulesAreLoadedLoadableOrMissing() throws {
        let machine = try FakeMachine()
        try machine.add("sys/module/option/x", "")
        try machine.add(
            "lib/modules/6.1/modules.dep",
            "kernel/usb-storage.ko.xz: a.ko\nkernel/ppp_async.ko:\nkernel/ppp_generic.ko: kernel/gone.ko\n")
        try machine.add("lib/modules/6.1/kernel/usb-storage.ko.xz", "")
        try machine.add("lib/modules/6.1/modules.builtin", "kernel/ppp_generic.ko\n")
        let modules = ModuleScan(root: machine.path, release: "6.1").modules(MachineScan.modules)
        #expect(
            modules == ["option": .loaded, "usb-storage": .available, "ppp_generic": .loaded, "ppp_async": .missing])
    }

    @Test func rulesAreMaskedByALinkOrAnEmptyFile() throws {
        let machine = try FakeMachine()
        try machine.add("usr/lib/udev/rules.d/" + RuleScan.ownership, "x")
        try machine.add("usr/lib/udev/rules.d/" + RuleScan.takeover, "x")
        #expect(
            RuleScan(root: machine.path).rules()[RuleScan.ownership]
                == .inForce("/usr/lib/udev/rules.d/" + RuleScan.ownership))
        try machine.link("etc/udev/rules.d/" + RuleScan.takeover, to: "/dev/null")
        try machine.add("run/udev/rules.d/" + RuleScan.ownership, "")
        let rules = RuleScan(root: machine.path).rules()
        #expect(rules[RuleScan.takeover] == .masked("/etc/udev/rules.d/" + RuleScan.takeover))
        #expect(rules[RuleScan.ownership] == .masked("/run/udev/rules.d/" + RuleScan.ownership))
    }

    @Test func routesAndNameServers() throws {
        let machine = try FakeMachine()
        try machine.add(
            "proc/net/route",
            """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
            eth0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
            ppp0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0
            eth1\t00000000\t00000000\t0000\t0\t0\t1\t00000000\t0\t0\t0
            eth0\t0000A8C0\t00000000\t0001\t0\t0\t1\t00FFFFFF\t0\t0\t0
            short\t00000000

            """)
        try machine.add("etc/resolv.conf", "# x\nnameserver 127.0.0.53\noptions a\n")
        try machine.add("run/systemd/resolve/resolv.conf", "nameserver\t192.0.2.1\nnameserver\n")
        let network = NetworkScan(root: machine.path)
        #expect(network.defaultRoutes() == ["ppp0", "eth0"])
        #expect(network.nameServers() == ["127.0.0.53", "192.0.2.1"])
    }

    @Test func whoHasAPortOpen() throws {
        let machine = try FakeMachine()
        try machine.add("proc/77/comm", "minicom\n")
        try machine.link("proc/77/fd/3", to: "/dev/ttyUSB1")
        try machine.link("proc/77/fd/4", to: "/dev/ttyUSB1")
        try machine.link("proc/self/fd/4", to: "/dev/ttyUSB0")
        #expect(PortHolders(root: machine.path).byPort() == ["ttyUSB1": ["minicom"]])
    }

    @Test func whatIsInstalled() throws {
        let machine = try FakeMachine()
        try machine.add("usr/sbin/usb_modeswitch", "")
        try machine.add("usr/lib/pppd/2.4.9/x", "")
        try machine.add("usr/lib/x86_64-linux-gnu/libudev.so.1", "")
        try machine.add("usr/lib/x86_64-linux-gnu/libudev.so.1.7.5", "")
        let software = SoftwareScan(root: machine.path)
        #expect(!software.hasModemManagerStandIn)
        try machine.add("etc/zte-modem/conf.d/modemmanager.conf", "")
        #expect(software.hasModemManagerStandIn)
        #expect(software.neighbours == [.usbModeSwitch] && software.pppdVersion == "2.4.9")
        #expect(software.libraryVersions() == [.init(name: "libudev", version: "1.7.5")])
    }

    @Test func aReportIsANewFileOfItsOwner() throws {
        let folder = try FakeMachine()
        let path = folder.path + "/report"
        try ReportFile.write("text\n", to: path)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(FileText.read(path) == "text\n")
        #expect(throws: Complaint.self) { try ReportFile.write("other", to: path) }
        try folder.link("link", to: folder.path + "/target")
        #expect(throws: Complaint.self) { try ReportFile.write("other", to: folder.path + "/link") }
        #expect(FileText.read(path) == "text\n" && FileText.read(folder.path + "/target") == nil)
    }
}
