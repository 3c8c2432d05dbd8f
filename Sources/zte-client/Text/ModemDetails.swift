import DBus
import ModemAPI
import ModemClient

/// Everything known of one stick, in sections; what is not known has no line.
struct ModemDetails {
    let modem: RemoteModem
    /// Seconds since 1970, for how long the connection has been up.
    let now: UInt64
    var paint = Paint.off
    /// A time of the past, in words.
    var describeTime: (UInt64) -> String? = WallClock.dateAndTime(seconds:)

    var text: String {
        let sections = [state, device, ports, sim, network, connection]
        return DetailSection.text(of: sections, paint) { section, value in
            section == Self.stateTitle ? paint.state(value, of: modem.state) : value
        }
    }

    // MARK: Sections

    private static let stateTitle = "State"

    private var state: DetailSection {
        DetailSection(
            Self.stateTitle,
            ["State": modem.state, "Reason": modem.stateReason, "Message": modem.stateMessage])
    }

    private var device: DetailSection {
        let attempts = modem[ModemInterface.switchAttempts].flatMap { $0 == 0 ? nil : $0 }
        let tries = attempts.map { $0 == 1 ? ", 1 attempt" : ", \($0) attempts" } ?? ""
        let mode = modem[known: ModemInterface.mode].map { " (\($0))" } ?? ""
        return DetailSection(
            "Device",
            [
                "Stick": modem.stickName,
                "Firmware": modem[known: ModemInterface.revision],
                "IMEI": modem[known: ModemInterface.equipmentIdentifier],
                "USB id": modem[known: ModemInterface.usbID].map { $0 + mode },
                "Port": modem.physicalPort,
                "Sysfs": modem[known: ModemInterface.sysfsPath],
                "Drivers": modem[ModemInterface.drivers]?.joined(separator: ", "),
                "Switched by": modem[known: ModemInterface.switchMethod].map { $0 + tries },
                "Object": modem.path.text,
            ])
    }

    private var ports: DetailSection {
        let primary = modem[known: ModemInterface.primaryPort]
        return DetailSection(
            "Ports",
            pairs: (modem[ModemInterface.ports] ?? []).map { port in
                let (node, role) = port.fields
                return (node, role + (node == primary ? ", takes the commands" : ""))
            })
    }

    private var sim: DetailSection {
        DetailSection(
            "SIM",
            [
                "Operator": OperatorText.text(
                    modem[known: SimInterface.operatorName], modem[known: SimInterface.operatorCode]),
                "Waits for": modem[known: SimInterface.lock],
                "PIN tries": modem[SimInterface.pinRetries].map { "\($0)" },
                "PUK tries": modem[SimInterface.pukRetries].map { "\($0)" },
                "Id": modem[known: SimInterface.simID],
            ])
    }

    /// The network alone; what is not known has no line.
    var networkText: String { DetailSection.text(of: [network], paint) }

    private var network: DetailSection {
        DetailSection(
            "Network",
            [
                "Registration": modem[known: NetworkInterface.registration],
                "Operator": OperatorText.text(
                    modem[known: NetworkInterface.operatorName], modem[known: NetworkInterface.operatorCode]),
                "Technology": modem[known: NetworkInterface.accessTechnology],
                "Mode": modem[known: NetworkInterface.mode],
                "Signal": SignalText(modem: modem).text,
                "Area code": modem[NetworkInterface.lac].map { "\($0)" },
                "Cell": modem[NetworkInterface.cellID].map { "\($0)" },
                "Time": modem[known: NetworkInterface.time],
            ])
    }

    private var connection: DetailSection {
        var details = ConnectionDetails(modem: modem, now: now)
        details.describeTime = describeTime
        return details.present
    }
}
