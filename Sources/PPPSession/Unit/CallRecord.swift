package import ModemCore

/// What the daemon hands over to `zte-pppd`, which is root: the values of one call, as lines `name=value`. Never an
/// option, a path, or the name of a program.
///
/// The reader trusts nobody who could have written it. It takes what ``text`` gives, and refuses everything else: an
/// unknown name, a name that comes twice, a value that is not exactly of its kind.
package struct CallRecord: Equatable, Sendable {
    /// A record is never longer.
    package static let limit = 512
    private static let heading = "zte-call=1"

    package let text: String

    package init(_ call: CallRequest) {
        var lines = [Self.heading, "auth=\(call.authentication.rawValue)"]
        if let username = call.username { lines.append("username=\(username.text)") }
        if let password = call.password { lines.append("password=\(password.text)") }
        lines.append("default-route=\(Self.word(call.defaultRoute))")
        if let metric = call.routeMetric { lines.append("route-metric=\(metric)") }
        lines.append("peer-dns=\(Self.names(call))")
        lines.append("ip-type=\(call.ipType.rawValue)")
        text = lines.map { $0 + "\n" }.joined()
    }

    private static let reported = "report"

    private static func names(_ call: CallRequest) -> String {
        call.peerDNS && call.reportsDNSOnly ? reported : word(call.peerDNS)
    }

    private static func word(_ flag: Bool) -> String { flag ? "yes" : "no" }

    /// Why a record is not taken. Says where, and never what stands there.
    package struct Refusal: Error, Equatable, Sendable {
        package let reason: String
    }

    /// - Parameter node: of the tty, which was checked to be one.
    package static func read(_ bytes: [UInt8], node: String) throws(Refusal) -> CallRequest {
        let values = try values(of: bytes)
        guard let authentication = values["auth"].flatMap({ Authentication(rawValue: $0) }) else {
            throw Refusal(reason: "auth is not as it should be")
        }
        guard let ipType = values["ip-type"].flatMap({ IPType(rawValue: $0) }) else {
            throw Refusal(reason: "ip-type is not as it should be")
        }
        let isReported = values["peer-dns"] == reported
        return CallRequest(
            port: TTYPort(node: node, interfaceNumber: 0, physicalPort: "", driver: "", deviceNumber: 0),
            username: try credential("username", values), password: try credential("password", values),
            authentication: authentication, defaultRoute: try flag("default-route", values),
            routeMetric: try number("route-metric", values), peerDNS: isReported ? true : try flag("peer-dns", values),
            reportsDNSOnly: isReported, ipType: ipType)
    }

    private static let names: Set<String> = [
        "auth", "username", "password", "default-route", "route-metric", "peer-dns", "ip-type",
    ]

    private static func values(of bytes: [UInt8]) throws(Refusal) -> [String: String] {
        guard bytes.count <= limit else { throw Refusal(reason: "it is too long") }
        guard bytes.last == 0x0a, bytes.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0x0a }) else {
            throw Refusal(reason: "it is not lines of printable ASCII characters")
        }
        var lines = bytes.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.elementsEqual(heading.utf8) else {
            throw Refusal(reason: "it does not begin as a record does")
        }
        var values: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let words = parts.map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 2, names.contains(words[0]) else { throw Refusal(reason: "a name is unknown") }
            guard values.updateValue(words[1], forKey: words[0]) == nil else {
                throw Refusal(reason: "\(words[0]) comes twice")
            }
        }
        return values
    }

    private static func credential(_ name: String, _ values: [String: String]) throws(Refusal) -> Credential? {
        guard let text = values[name] else { return nil }
        do throws(InvalidValue) {
            return try Credential(text, name: name)
        } catch {
            throw Refusal(reason: "\(name) is not as it should be")
        }
    }

    private static func flag(_ name: String, _ values: [String: String]) throws(Refusal) -> Bool {
        switch values[name] {
        case "yes": true
        case "no": false
        default: throw Refusal(reason: "\(name) is not as it should be")
        }
    }

    private static func number(_ name: String, _ values: [String: String]) throws(Refusal) -> UInt32? {
        guard let text = values[name] else { return nil }
        // Written back it is the same: no sign, no leading zero.
        guard let number = UInt32(text), String(number) == text else {
            throw Refusal(reason: "\(name) is not as it should be")
        }
        return number
    }
}
