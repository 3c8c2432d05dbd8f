import DeviceCatalog
import ModemCore

@testable import ModemCore

/// A physical port of a walked hub.
struct WalkedPlace {
    let name: String
    /// What was announced last, until its removal is.
    var device: USBDevice?
    var newcomer: WalkedHub.Newcomer?
    /// What was there before, and was never said to have left.
    var previous: USBDevice.Identity?
    var ports: [TTYPort] = []
    /// The object of the port: one, or none.
    var stick: WalkedModem?
    var former: [WalkedModem] = []
    /// What the object has to be about.
    var shown: USBDevice.Identity?
    /// It keeps falling back, and nobody has asked for it since.
    var isLeftAlone = false
    /// It has not left since it was found to keep falling back.
    var isQuarantined = false
    /// It left as a modem that was of no use yet.
    var hasFallen = false
    var falls: [Duration] = []

    private let firstNode: Int

    init(index: Int) {
        name = "1-1.\(index + 1)"
        firstNode = index * 8
    }

    func port(_ interface: UInt8) -> TTYPort {
        let node = firstNode + Int(interface)
        return TTYPort(
            node: "ttyUSB\(node)", interfaceNumber: interface, physicalPort: name, driver: "option",
            deviceNumber: 0xbc00 + UInt64(node))
    }

    var occupant: HotplugPipeline.StateMachine.Occupant? {
        guard let machine = stick?.machine else { return nil }
        return .init(
            identity: machine.presence.device?.identity, state: machine.state,
            switchAttempts: UInt32(clamping: machine.lastSwitch?.attempts ?? 0),
            isStartingAnew: machine.isStartingAnew || machine.isRestartSent)
    }

    /// Who has left the bus is let go of beside whoever comes next.
    mutating func dismiss() {
        guard let stick, stick.hasLeft else { return }
        if !stick.isOver { former.append(stick) }
        self.stick = nil
    }
}

extension WalkedHub {
    /// What may be plugged in.
    enum Newcomer: CaseIterable {
        case disc, modem
        /// A stick that keeps its number through the switch.
        case sameNumberDisc, sameNumberModem
        /// A CD-ROM that obeys a message alone.
        case messageDisc
        case networkCard
        case stranger
        /// The number of a CD-ROM, under another name.
        case namesake
        /// The kernel has not chosen a configuration yet.
        case unconfigured

        var product: UInt16 {
            switch self {
            case .disc, .unconfigured: 0x2000
            case .modem: 0x0001
            case .sameNumberDisc, .sameNumberModem: 0x0033
            case .messageDisc: 0x0166
            case .networkCard: 0x1405
            case .stranger: 0xfff0
            case .namesake: 0x0083
            }
        }

        /// Whether an object is made for it.
        var isKnown: Bool {
            switch self {
            case .disc, .modem, .sameNumberDisc, .sameNumberModem, .messageDisc, .networkCard: true
            case .stranger, .namesake, .unconfigured: false
            }
        }

        private var interfaces: [USBInterface] {
            switch self {
            case .disc, .sameNumberDisc, .messageDisc, .namesake: [Self.interface(0, 0x08, 0x06, 0x50)]
            case .modem: (0..<3).map { Self.interface($0, 0xff, 0xff, 0xff) }
            case .sameNumberModem: (0..<5).map { Self.interface($0, 0xff, 0xff, 0xff) }
            case .networkCard, .stranger: [Self.interface(0, 0x02, 0x06, 0x00)]
            case .unconfigured: []
            }
        }

        private static func interface(_ number: UInt8, _ code: UInt8, _ sub: UInt8, _ proto: UInt8) -> USBInterface {
            USBInterface(
                number: number, classCode: code, subclass: sub, protocolCode: proto, bulkIn: 0x81 + number,
                bulkOut: 1 + number)
        }

        func device(at place: String, number: UInt16) -> USBDevice {
            USBDevice(
                identity: .init(physicalPort: place, busNumber: 1, deviceNumber: number),
                usbID: USBID(vendor: USBID.zte, product: product), interfaces: interfaces, sysfsPath: "/sys/\(place)",
                node: "/dev/bus/usb/001/\(number)")
        }
    }
}
