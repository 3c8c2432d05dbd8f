extension AT {
    /// `AT+CGDCONT=1,"IP","internet"`: defines a context for packet data (3GPP TS 27.007, 10.1.1).
    package struct PacketContext: ATRequest {
        package typealias Reply = Void

        package enum Kind: String, CaseIterable, Sendable {
            case ipv4 = "IP"
            case ipv6 = "IPV6"
            case ipv4v6 = "IPV4V6"
        }

        private let parameters: [ATParameter]

        /// - Parameter accessPoint: empty leaves the choice to the network.
        /// - Throws: ``ATSyntaxError`` for an identifier beyond 1 to 16 or an APN that is not 0 to 100 letters, digits, `-`,
        ///   `_` and `.`.
        package init(_ identifier: Int, _ kind: Kind = .ipv4, accessPoint: String) throws(ATSyntaxError) {
            guard (1...16).contains(identifier) else { throw ATSyntaxError("must be 1 to 16") }
            guard accessPoint.utf8.count <= 100, accessPoint.utf8.allSatisfy(Self.isAllowed) else {
                throw ATSyntaxError("must be at most 100 letters, digits, '-', '_' and '.'")
            }
            parameters = [.number(identifier), try .quoted(kind.rawValue), try .quoted(accessPoint)]
        }

        package var command: ATCommand { ATCommand("AT+CGDCONT=", parameters) }

        private static func isAllowed(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
            default: false
            }
        }
    }
}
