/// One way into the internet for the SIMs of an operator, as a directory of providers has it. Which one is right for a SIM is
/// found by trying.
package struct AccessPointCandidate: Equatable, Sendable {
    package var accessPoint: AccessPointName
    package var username: Credential?
    package var password: Credential?
    package var authentication: Authentication
    /// Name of who sells it: several share one network.
    package var provider: String
    /// The network is the provider's own.
    package var ownsNetwork: Bool
    /// It is said to be for the internet; otherwise nothing is said.
    package var saysInternet: Bool
    /// `prepaid`, `postpaid`; empty where nothing is said.
    package var plans: [String]

    package init(
        accessPoint: AccessPointName, username: Credential? = nil, password: Credential? = nil,
        authentication: Authentication = .any, provider: String = "", ownsNetwork: Bool = false,
        saysInternet: Bool = true, plans: [String] = []
    ) {
        self.accessPoint = accessPoint
        self.username = username
        self.password = password
        self.authentication = authentication
        self.provider = provider
        self.ownsNetwork = ownsNetwork
        self.saysInternet = saysInternet
        self.plans = plans
    }

    /// What tells it from others for a stick and a network.
    package var key: AccessPointKey { AccessPointKey(accessPoint: accessPoint.text, username: username?.text ?? "") }
}

/// An access point as it is remembered: no secret.
package struct AccessPointKey: Hashable, Sendable {
    package let accessPoint: String
    /// Empty for none.
    package let username: String

    package init(accessPoint: String, username: String) {
        self.accessPoint = accessPoint
        self.username = username
    }
}
