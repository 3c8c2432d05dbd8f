package import DBus

/// The keys Connect takes and a profile has. The raw value is the key.
package enum ConnectSetting: String, CaseIterable, Sendable {
    case profile
    case apn
    case username
    case password
    case authentication = "auth"
    case pin
    case ipType = "ip-type"
    case allowRoaming = "allow-roaming"
    case defaultRoute = "default-route"
    case routeMetric = "route-metric"
    case peerDNS = "peer-dns"
    case number

    /// Type of the value inside its variant.
    package var signature: Signature {
        switch self {
        case .profile, .apn, .username, .password, .authentication, .pin, .ipType, .number: String.signature
        case .allowRoaming, .defaultRoute, .peerDNS: Bool.signature
        case .routeMetric: UInt32.signature
        }
    }

    /// What it is, its range, what holds without it.
    package var doc: String {
        switch self {
        case .profile:
            "Id of a stored profile, whose settings hold where the call gives no other; without it none. Not a setting of a "
                + "profile itself."
        case .apn:
            "Access point name, 1 to 100 characters; without it, and without number, those that are known of the SIM's operator "
                + "are tried, or the stick's own is used."
        case .username: "User name for PAP and CHAP, 1 to 64 characters; without it none."
        case .password: "Password for PAP and CHAP, 1 to 64 characters; without it none."
        case .authentication: "One of any, none, pap, chap; without it any."
        case .pin: "PIN of the SIM, 4 to 8 digits; tried once, if the SIM asks for it."
        case .ipType:
            "One of ipv4 and ipv4v6, which is IPv6 too, where stick and network have it; without it ipv4."
        case .allowRoaming: "Whether to connect in a foreign network; without it true."
        case .defaultRoute: "Whether the default route goes through the connection; without it true."
        case .routeMetric: "Metric of the default route; without it pppd's."
        case .peerDNS: "Whether the network's name servers are used; without it true."
        case .number:
            "Number to dial, 1 to 40 of digits, *, # and a leading +; without it the one of the stick's context."
        }
    }
}
