import DBus
import ModemAPI
import ModemClient

/// Is there a call, or what ended the last one?
enum CallCheck: ModemCheck {
    static let name = "call"

    static func findings(_ modem: RemoteModem, _ facts: DoctorFacts) -> [Finding] { [finding(modem)] }

    private static func finding(_ modem: RemoteModem) -> Finding {
        let port = modem.physicalPort
        if modem.state == "connected" {
            return .ok(name, "\(port): connected, \(modem[known: ConnectionInterface.interface] ?? "no interface")")
        }
        let error = modem[ConnectionInterface.lastError]?.fields
        guard let (code, message) = error, !code.isEmpty else {
            return .ok(name, "\(port): not connected, and no call has failed")
        }
        return .problem(
            name, "\(port): the last call ended with \(code)",
            message.isEmpty ? "zte-client connection show tells how it came to that" : message)
    }
}
