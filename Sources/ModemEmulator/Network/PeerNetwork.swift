internal import CPosix
package import EventLoop
internal import Glibc

/// A network namespace that stands for the operator's network: pppd ends the calls there, and two addresses on its
/// loopback are "the internet".
@LoopActor package final class PeerNetwork {
    package let name: String
    package static let operatorAddress = "10.64.64.64"
    package static let internetAddress = "192.0.2.1"
    package static let nameServers = ["192.0.2.53", "192.0.2.54"]

    let ip: String
    let pppd: String
    let number: Int
    let authentication: PeerAuthentication?
    let offersIPv6: Bool
    private let renumbers: Bool
    private var calls = 0

    /// - Parameters:
    ///   - number: 0 to 255; keeps several sticks on one machine apart.
    ///   - renumbers: the host gets another address with every call.
    /// - Throws: ``EmulatorError/missingProgram(_:package:)`` without iproute2 or pppd.
    package init(
        number: Int, authentication: PeerAuthentication?, offersIPv6: Bool, renumbers: Bool
    ) throws(EmulatorError) {
        self.authentication = authentication
        self.offersIPv6 = offersIPv6
        self.renumbers = renumbers
        self.number = min(max(number, 0), 255)
        name = "zte-net\(self.number)"
        ip = try Self.find("ip", package: "iproute2")
        pppd = try Self.find("pppd", package: "ppp")
    }

    /// Makes the namespace, or takes over one that was left behind.
    package func prepare() async throws(EmulatorError) {
        if access("/run/netns/\(name)", F_OK) != 0 { try await run(["netns", "add", name]) }
        try await run(["-netns", name, "link", "set", "lo", "up"])
        for address in [Self.internetAddress] + Self.nameServers {
            try await run(["-netns", name, "address", "replace", "\(address)/32", "dev", "lo"])
        }
        try authentication?.prepare(for: name)
    }

    /// What the operator gives the host for the next call.
    func nextHostAddress() -> String {
        defer { if renumbers { calls = (calls + 1) % 200 } }
        return "10.0.\(number).\(2 + calls)"
    }

    package func remove() async {
        try? await run(["netns", "delete", name])
        if authentication != nil { PeerAuthentication.remove(from: name) }
    }

    private func run(_ arguments: [String]) async throws(EmulatorError) {
        let text = "ip \(arguments.joined(separator: " "))"
        let child: ChildProcess
        do throws(SystemError) {
            child = try ChildProcess(.init(path: ip, arguments: arguments, descriptors: [2: 2]))
        } catch {
            throw .system(error)
        }
        guard await child.end() == .exited(0) else { throw .commandFailed("`\(text)` failed") }
    }

    private static func find(_ program: String, package: String) throws(EmulatorError) -> String {
        for directory in ["/usr/sbin", "/sbin", "/usr/bin", "/bin"] where access("\(directory)/\(program)", X_OK) == 0 {
            return "\(directory)/\(program)"
        }
        throw .missingProgram(program, package: package)
    }
}
