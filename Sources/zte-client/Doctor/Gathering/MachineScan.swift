/// Looks at this machine, without asking anybody.
struct MachineScan {
    var root = ""

    /// Drivers of the stick, and of the call.
    static let modules = ["option", "usb-storage", "ppp_generic", "ppp_async"]

    func facts() -> MachineFacts {
        let software = SoftwareScan(root: root)
        let network = NetworkScan(root: root)
        var facts = MachineFacts()
        let holders = PortHolders(root: root).byPort()
        facts.sticks = StickScan(root: root).sticks().map { stick in
            var stick = stick
            for index in stick.ports.indices { stick.ports[index].holders = holders[stick.ports[index].name] ?? [] }
            return stick
        }
        facts.modules = ModuleScan(root: root).modules(Self.modules)
        facts.rules = RuleScan(root: root).rules()
        facts.neighbours = software.neighbours
        facts.hasModemManagerStandIn = software.hasModemManagerStandIn
        facts.hasPPPDevice = MachineFile.exists(root + "/dev/ppp")
        facts.hasPPPD = software.has("pppd")
        facts.pppdVersion = software.pppdVersion
        facts.hasProviderDatabase = software.hasProviderDatabase
        facts.defaultRoutes = network.defaultRoutes()
        facts.nameServers = network.nameServers()
        facts.clock = WallClock.now.seconds
        facts.versions = [.init(name: "kernel", version: KernelRelease.current)] + software.libraryVersions()
        return facts
    }
}
