package import DBus
internal import ModemAPI

/// The argument of Connect. The service checks every value; what is nil is left to it and to the stick.
package struct ConnectRequest: Sendable {
    /// Id of a stored profile, which holds where the others are nil.
    package var profile: String?
    package var apn: String?
    package var username: String?
    package var password: String?
    /// `any`, `none`, `pap` or `chap`.
    package var authentication: String?
    package var pin: String?
    /// `ipv4` or `ipv4v6`.
    package var ipType: String?
    package var number: String?
    package var allowRoaming: Bool?
    package var defaultRoute: Bool?
    package var routeMetric: UInt32?
    package var peerDNS: Bool?

    package init() {}

    package var settings: [String: Value] {
        var settings: [String: Value] = [:]
        func set(_ key: ConnectSetting, _ value: (some BusType)?) { settings[key.rawValue] = value?.busValue }
        set(.profile, profile)
        set(.apn, apn)
        set(.username, username)
        set(.password, password)
        set(.authentication, authentication)
        set(.pin, pin)
        set(.ipType, ipType)
        set(.number, number)
        set(.allowRoaming, allowRoaming)
        set(.defaultRoute, defaultRoute)
        set(.routeMetric, routeMetric)
        set(.peerDNS, peerDNS)
        return settings
    }
}
