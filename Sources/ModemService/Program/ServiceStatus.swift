internal import ModemCore

/// What `systemctl status` shows: `2 sticks, 1 call: 1-1 connected, 1-2 registered`.
enum ServiceStatus {
    /// More than these are only counted.
    private static let most = 6

    /// - Parameter states: of the sticks, by their physical port.
    static func line(_ states: [String: ModemState]) -> String {
        if states.isEmpty { return "no stick" }
        let calls = states.values.count { $0 == .connected }
        let named = states.sorted { $0.key < $1.key }.prefix(most).map { "\($0.key) \($0.value.rawValue)" }
        return counted(states.count, "stick") + ", " + counted(calls, "call") + ": " + named.joined(separator: ", ")
            + (states.count > most ? ", …" : "")
    }

    private static func counted(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}
