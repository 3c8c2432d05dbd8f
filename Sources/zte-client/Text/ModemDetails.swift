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

    private struct Section {
        let title: String
        let rows: [(label: String, value: String)]

        init(_ title: String, _ rows: KeyValuePairs<String, String?>) {
            self.title = title
            self.rows = rows.compactMap { label, value in
                guard let value, !value.isEmpty else { return nil }
                return (EscapedText.escape(label), EscapedText.escape(value))
            }
        }

        init(_ title: String, pairs: [(String, String)]) {
            self.title = title
            rows = pairs.map { (EscapedText.escape($0), EscapedText.escape($1)) }
        }
    }

    var text: String {
        let sections = [state, device, ports, sim, network, connection].filter { !$0.rows.isEmpty }
        let width = sections.flatMap(\.rows).map(\.label.count).max() ?? 0
        return sections.map { section in
            let lines = section.rows.map { row in
                let value = section.title == Self.stateTitle ? paint.state(row.value, of: modem.state) : row.value
                return "  " + row.label.padded(to: width) + "  " + value + "\n"
            }
            return paint.title(section.title) + "\n" + lines.joined()
        }.joined(separator: "\n")
    }

    // MARK: Sections

    private static let stateTitle = "State"

    private var state: Section {
        Section(
            Self.stateTitle,
            ["State": modem.state, "Reason": modem.stateReason, "Message": modem.stateMessage])
    }

    private var device: Section {
        let attempts = modem[ModemInterface.switchAttempts].flatMap { $0 == 0 ? nil : $0 }
        let tries = attempts.map { $0 == 1 ? ", 1 attempt" : ", \($0) attempts" } ?? ""
        let mode = modem[known: ModemInterface.mode].map { " (\($0))" } ?? ""
        return Section(
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

    private var ports: Section {
        let primary = modem[known: ModemInterface.primaryPort]
        return Section(
            "Ports",
            pairs: (modem[ModemInterface.ports] ?? []).map { port in
                let (node, role) = port.fields
                return (node, role + (node == primary ? ", takes the commands" : ""))
            })
    }

    private var sim: Section {
        Section(
            "SIM",
            [
                "Operator": Self.operatorText(
                    modem[known: SimInterface.operatorName], modem[known: SimInterface.operatorCode]),
                "Waits for": modem[known: SimInterface.lock],
                "PIN tries": modem[SimInterface.pinRetries].map { "\($0)" },
                "PUK tries": modem[SimInterface.pukRetries].map { "\($0)" },
                "Id": modem[known: SimInterface.simID],
            ])
    }

    private var network: Section {
        Section(
            "Network",
            [
                "Registration": modem[known: NetworkInterface.registration],
                "Operator": Self.operatorText(
                    modem[known: NetworkInterface.operatorName], modem[known: NetworkInterface.operatorCode]),
                "Technology": modem[known: NetworkInterface.accessTechnology],
                "Signal": signal,
                "Area code": modem[NetworkInterface.lac].map { "\($0)" },
                "Cell": modem[NetworkInterface.cellID].map { "\($0)" },
            ])
    }

    private var signal: String? {
        let parts = [
            modem[NetworkInterface.signalQuality].map { "\($0) %" },
            modem[NetworkInterface.signalDbm].map { Quantity.decimal($0) + " dBm" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private var connection: Section {
        let address = AddressText(modem[ConnectionInterface.ip4] ?? [:])
        let error = modem[ConnectionInterface.lastError].map(\.fields.1)
        return Section(
            "Connection",
            [
                "Interface": modem[known: ConnectionInterface.interface],
                "Address": address.address,
                "Peer": address.peer,
                "DNS": address.nameServers,
                "Since": modem[ConnectionInterface.since].flatMap(since),
                "Received": modem[ConnectionInterface.rxBytes].map(Quantity.bytes),
                "Sent": modem[ConnectionInterface.txBytes].map(Quantity.bytes),
                "Last error": error,
            ])
    }

    private func since(_ start: UInt64) -> String? {
        guard let time = describeTime(start) else { return nil }
        return start <= now ? "\(time) (\(Quantity.span(seconds: now - start)))" : time
    }

    private static func operatorText(_ name: String?, _ code: String?) -> String? {
        guard let name else { return code }
        return name + (code.map { " (\($0))" } ?? "")
    }
}
