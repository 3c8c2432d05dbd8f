/// What a call needs to know; every value checked. The stick's own defaults stand where a value is nil.
package struct ConnectSettings: Equatable, Sendable {
    package var accessPoint: AccessPointName?
    package var number: DialNumber?
    package var username: Credential?
    package var password: Credential?
    package var authentication: Authentication
    /// Given by whoever asks for the call.
    package var pin: PIN?
    /// Of the profile: it is sent by ``StoredPINRule`` alone.
    package var storedPIN: PIN?
    package var allowRoaming: Bool
    package var defaultRoute: Bool
    package var routeMetric: UInt32?
    package var peerDNS: Bool
    /// The network is asked for its name servers, and nobody on this machine is told of them but who asked for the call.
    package var reportsDNSOnly: Bool
    package var ipType: IPType

    package init(
        accessPoint: AccessPointName? = nil, number: DialNumber? = nil, username: Credential? = nil,
        password: Credential? = nil, authentication: Authentication = .any, pin: PIN? = nil,
        allowRoaming: Bool = true, defaultRoute: Bool = true, routeMetric: UInt32? = nil, peerDNS: Bool = true,
        reportsDNSOnly: Bool = false, ipType: IPType = .ipv4
    ) {
        self.accessPoint = accessPoint
        self.number = number
        self.username = username
        self.password = password
        self.authentication = authentication
        self.pin = pin
        self.allowRoaming = allowRoaming
        self.defaultRoute = defaultRoute
        self.routeMetric = routeMetric
        self.peerDNS = peerDNS
        self.reportsDNSOnly = reportsDNSOnly
        self.ipType = ipType
    }
}
