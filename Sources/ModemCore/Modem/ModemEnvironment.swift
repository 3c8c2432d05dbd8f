package import EventLoop

/// The outside world of the domain, handed in by the program (or by a test).
@LoopActor package struct ModemEnvironment {
    package var storage: any StorageTransport
    package var serial: any SerialPortOpener
    package var calls: any CallLauncher
    package var switches: any SwitchMemory
    package var meter: any LinkMeter
    package var usb: any USBHost
    package var dataPorts: any DataPortMemory
    package var drivers: any DriverBinding
    package var holders: any PortHolders
    package var links: any PortLinks
    package var accessPoints: any AccessPointDirectory
    package var accessPointMemory: any AccessPointMemory
    package var serviceCodes: any ServiceCodeDirectory
    package var wishes: any WishMemory
    package var usage: UsageBook
    /// Nil: messages are left where they are.
    package var messages: MessageBook?
    /// The PIN that is stored for the SIM of an ICCID.
    package var storedPIN: @LoopActor (_ card: String) -> PIN? = { _ in nil }
    package var pins: any PINMemory = NoPINMemory()
    /// Who hangs is found there.
    package var undertakings = Undertakings()
    /// Told of each command that a stick was sent, without its secrets, and of what became of it.
    package var onCommand:
        (@LoopActor (_ physicalPort: String, _ port: String, _ command: String, _ outcome: String) -> Void)?
    /// For deadlines of commands and work.
    package var clock: any Clock<Duration>
    /// For absences, which a suspend uses up too.
    package var boottime: any Clock<Duration>
    /// Seconds since 1970.
    package var wallClock: @LoopActor () -> UInt64
    /// 0 to 1, evenly spread.
    package var chance: @LoopActor () -> Double = { .random(in: 0...1) }

    package init(
        storage: any StorageTransport, serial: any SerialPortOpener, calls: any CallLauncher,
        switches: any SwitchMemory, usb: any USBHost, dataPorts: any DataPortMemory, drivers: any DriverBinding,
        holders: any PortHolders, links: any PortLinks, meter: any LinkMeter,
        accessPoints: any AccessPointDirectory = NoAccessPoints(),
        accessPointMemory: any AccessPointMemory = NoAccessPoints(),
        serviceCodes: any ServiceCodeDirectory = NoServiceCodes(), wishes: any WishMemory = NoWishes(),
        usage: UsageBook? = nil, messages: MessageBook? = nil, clock: any Clock<Duration>,
        boottime: any Clock<Duration>,
        wallClock: @escaping @LoopActor () -> UInt64
    ) {
        self.storage = storage
        self.serial = serial
        self.calls = calls
        self.switches = switches
        self.meter = meter
        self.usb = usb
        self.dataPorts = dataPorts
        self.drivers = drivers
        self.holders = holders
        self.links = links
        self.accessPoints = accessPoints
        self.accessPointMemory = accessPointMemory
        self.serviceCodes = serviceCodes
        self.wishes = wishes
        self.usage = usage ?? UsageBook(clock: clock, boottime: boottime, wallClock: wallClock)
        self.messages = messages
        self.clock = clock
        self.boottime = boottime
        self.wallClock = wallClock
    }
}
