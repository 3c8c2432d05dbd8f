import DeviceCatalog
import EventLoop
import ModemCore

/// What is around the ports of a stick, under the control of a test.
@LoopActor final class ScriptedSurroundings: DataPortMemory, WishMemory, DriverBinding, PortHolders, PortLinks {
    var dataPorts: [DataPortKey: UInt8] = [:]
    var dialNumbers: [DataPortKey: DialNumber] = [:]
    /// The answers of the driver, in their order; the last one again and again.
    var driverAnswers: [DriverAnswer] = [.moduleMissing]
    private(set) var adoptions: [(usbID: USBID, reference: USBID?)] = []
    var found: [PortHolder] = []
    private(set) var links: [String: LinkedPorts] = [:]

    func dataPort(of stick: DataPortKey) -> UInt8? { dataPorts[stick] }
    func remember(dataPort interface: UInt8, of stick: DataPortKey) { dataPorts[stick] = interface }
    func dialNumber(of stick: DataPortKey) -> DialNumber? { dialNumbers[stick] }
    func remember(dialNumber: DialNumber, of stick: DataPortKey) { dialNumbers[stick] = dialNumber }

    var wishes: [IMEI: ProfileID] = [:]
    func remember(_ profile: ProfileID, wantedOf stick: IMEI) { wishes[stick] = profile }
    func forgetWish(of stick: IMEI) { wishes[stick] = nil }

    func adopt(_ usbID: USBID, like reference: USBID?) async -> DriverAnswer {
        adoptions.append((usbID, reference))
        return driverAnswers.count > 1 ? driverAnswers.removeFirst() : driverAnswers[0]
    }

    func holders(of ports: [TTYPort]) async -> [PortHolder] { found }

    func show(_ ports: LinkedPorts, of imei: IMEI, in physicalPort: String) { links[physicalPort] = ports }
    func remove(_ physicalPort: String) { links[physicalPort] = nil }
}

extension ModemEnvironment {
    /// For stories in which nothing of that matters.
    init(
        storage: any StorageTransport, serial: any SerialPortOpener, calls: any CallLauncher,
        switches: any SwitchMemory, usb: any USBHost = ScriptedUSB(),
        surroundings: ScriptedSurroundings = ScriptedSurroundings(), meter: any LinkMeter = ScriptedMeter(),
        accessPoints: any AccessPointDirectory & AccessPointMemory = NoAccessPoints(),
        clock: any Clock<Duration>, boottime: any Clock<Duration>, wallClock: @escaping @LoopActor () -> UInt64
    ) {
        self.init(
            storage: storage, serial: serial, calls: calls, switches: switches, usb: usb, dataPorts: surroundings,
            drivers: surroundings, holders: surroundings, links: surroundings, meter: meter,
            accessPoints: accessPoints, accessPointMemory: accessPoints, wishes: surroundings, clock: clock,
            boottime: boottime,
            wallClock: wallClock)
    }
}
