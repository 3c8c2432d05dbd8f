import DBus
import ModemAPI
import ModemClient

extension RemoteModem {
    /// A stick with these properties, all text.
    static func stick(
        _ port: String, usbID: String = "19d2:0001", model: String = "", imei: String = "", state: String = "registered"
    ) -> RemoteModem {
        var values = PropertyValues()
        values[ModemInterface.physicalPort] = port
        values[ModemInterface.usbID] = usbID
        values[ModemInterface.model] = model
        values[ModemInterface.equipmentIdentifier] = imei
        values[ModemInterface.state] = state
        let path = ObjectPaths.modem(physicalPort: port) ?? ObjectPaths.modems
        return RemoteModem(path: path, interfaces: [ModemInterface.name: values])
    }

    /// One with everything.
    static var connected: RemoteModem {
        var modem = stick("1-1.2", model: "MF622", imei: "356938035643809", state: "connected").interfaces
        modem[ModemInterface.name]?[ModemInterface.manufacturer] = "ZTE"
        modem[ModemInterface.name]?[ModemInterface.revision] = "BD_MF622V1.0.0B03"
        modem[ModemInterface.name]?[ModemInterface.mode] = "modem"
        modem[ModemInterface.name]?[ModemInterface.stateReason] = ""
        modem[ModemInterface.name]?[ModemInterface.stateMessage] = ""
        modem[ModemInterface.name]?[ModemInterface.sysfsPath] = "/sys/devices/usb1/1-1/1-1.2"
        modem[ModemInterface.name]?[ModemInterface.drivers] = ["option"]
        modem[ModemInterface.name]?[ModemInterface.ports] = [
            Structure("ttyUSB0", "data"), Structure("ttyUSB1", "diag"), Structure("ttyUSB2", "at"),
        ]
        modem[ModemInterface.name]?[ModemInterface.primaryPort] = "ttyUSB2"
        modem[ModemInterface.name]?[ModemInterface.switchMethod] = "eject"
        modem[ModemInterface.name]?[ModemInterface.switchAttempts] = 1
        modem[SimInterface.name] = sim
        modem[NetworkInterface.name] = network
        modem[ConnectionInterface.name] = connection
        return RemoteModem(path: ObjectPaths.modem(physicalPort: "1-1.2") ?? ObjectPaths.modems, interfaces: modem)
    }

    private static var sim: PropertyValues {
        var values = PropertyValues()
        values[SimInterface.simID] = "4f1c"
        values[SimInterface.operatorCode] = "26202"
        values[SimInterface.operatorName] = ""
        values[SimInterface.lock] = "none"
        values[SimInterface.pinRetries] = 3
        return values
    }

    private static var network: PropertyValues {
        var values = PropertyValues()
        values[NetworkInterface.registration] = "home"
        values[NetworkInterface.operatorCode] = "26202"
        values[NetworkInterface.operatorName] = "Vodafone\u{1b}[31m"
        values[NetworkInterface.accessTechnology] = "hspa"
        values[NetworkInterface.signalQuality] = 61
        values[NetworkInterface.signalDbm] = -75
        values[NetworkInterface.cellID] = 52_114_021
        return values
    }

    private static var connection: PropertyValues {
        var values = PropertyValues()
        values[ConnectionInterface.interface] = "ppp0"
        values[ConnectionInterface.ip4] = [
            "address": .string("10.64.11.7"), "peer": .string("10.64.64.64"),
            "dns": .array(.string, [.string("192.0.2.1"), .string("192.0.2.2")]),
        ]
        values[ConnectionInterface.since] = 1_795_453_445
        values[ConnectionInterface.rxBytes] = 23_400_000
        values[ConnectionInterface.txBytes] = 812
        values[ConnectionInterface.lastError] = Structure("", "")
        return values
    }
}
