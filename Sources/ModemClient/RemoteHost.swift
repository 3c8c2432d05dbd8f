/// Another machine, as it is named to ssh: `[user@]host[:port]`, an IPv6 address in brackets.
///
/// Only what such a name is made of is let through: what begins with a hyphen would be an option of ssh.
package struct RemoteHost: Hashable, Sendable {
    /// As it was given.
    package let text: String
    private let user: String?
    private let host: String
    private let port: UInt16?

    private static let longest = 255

    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        self.text = text
        var rest = text[...]
        if let at = rest.firstIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            user = nil
        }
        guard let (host, port) = Self.split(rest) else { return nil }
        (self.host, self.port) = (host, port)
        if let user, !Self.isName(user) { return nil }
    }

    /// An address of D-Bus: libdbus starts ssh, and speaks with the bus over its input and output.
    package var busAddress: String {
        var arguments = ["-xT"]
        if let port { arguments += ["-p", String(port)] }
        // After the two hyphens nothing is an option, whatever it looks like.
        arguments += ["--", (user.map { $0 + "@" } ?? "") + host, "systemd-stdio-bridge"]
        let keys = ["path=ssh"] + arguments.enumerated().map { "argv\($0.offset + 1)=" + Self.escape($0.element) }
        return "unixexec:" + keys.joined(separator: ",")
    }

    /// The host without brackets, and the port.
    private static func split(_ text: Substring) -> (host: String, port: UInt16?)? {
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = String(text[text.index(after: text.startIndex)..<end])
            guard isIPv6(host), let port = port(text[text.index(after: end)...]) else { return nil }
            return (host, port.number)
        }
        let end = text.firstIndex(of: ":") ?? text.endIndex
        let host = String(text[..<end])
        guard isName(host), let port = port(text[end...]) else { return nil }
        return (host, port.number)
    }

    /// Of nothing, or of a colon and a number.
    private static func port(_ text: Substring) -> (number: UInt16?, Void)? {
        if text.isEmpty { return (nil, ()) }
        let digits = text.dropFirst()
        guard text.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits),
            number > 0
        else { return nil }
        return (number, ())
    }

    /// Letters, digits, dots, hyphens and underscores; not a hyphen first.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isLetterOrDigit(first) || first == "_" else { return false }
        return text.unicodeScalars.allSatisfy { isLetterOrDigit($0) || "-._".unicodeScalars.contains($0) }
    }

    /// Roughly: ssh and the resolver know what an address is. `%` brings the name of an interface.
    private static func isIPv6(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        let isAddress =
            parts[0].contains(":")
            && parts[0].unicodeScalars.allSatisfy {
                $0 == ":" || $0 == "." || ($0.isASCII && $0.properties.isHexDigit)
            }
        return isAddress && (parts.count == 1 || isName(String(parts[1])))
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// As the D-Bus specification has it for values in an address.
    private static func escape(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            if isLetterOrDigit(scalar) || "-_/.*".unicodeScalars.contains(scalar) { return String(scalar) }
            let digits = String(byte, radix: 16)
            return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
