import ModemAPI
import ModemClient

/// The sticks, one line each.
struct ModemTable {
    let modems: [RemoteModem]
    var paint = Paint.off

    private static let titles = ["#", "PORT", "STICK", "USB ID", "STATE", "NETWORK", "SIGNAL"]
    /// A cell is cut after that many characters: one long name must not spoil the table.
    private static let widest = 40

    var text: String {
        let rows = modems.enumerated().map { cells($0.offset + 1, $0.element) }
        let widths = Self.titles.indices.map { column in
            ([Self.titles] + rows).map { $0[column].count }.max() ?? 0
        }
        let heading = paint.title(Self.line(Self.titles, widths))
        let lines = zip(modems, rows).map { modem, cells in
            paint.state(Self.line(cells, widths), of: modem.state)
        }
        return ([heading] + lines).joined(separator: "\n") + "\n"
    }

    private func cells(_ number: Int, _ modem: RemoteModem) -> [String] {
        [
            String(number), modem.physicalPort, modem.stickName ?? "-", modem[known: ModemInterface.usbID] ?? "-",
            modem.state, modem[known: NetworkInterface.operatorName] ?? "-",
            modem[NetworkInterface.signalQuality].map { "\($0) %" } ?? "-",
        ].map { EscapedText.escape($0).clipped(to: Self.widest) }
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        return String(padded.reversed().drop { $0 == " " }.reversed())
    }
}

extension RemoteModem {
    /// Maker and model, as far as they are known.
    var stickName: String? {
        let parts = [self[known: ModemInterface.manufacturer], self[known: ModemInterface.model]].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
