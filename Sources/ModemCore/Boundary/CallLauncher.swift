package import EventLoop

/// Starts pppd on a tty that is already connected.
@LoopActor package protocol CallLauncher {
    /// Whether pppd could be started at all: programs and kernel support are there. Asked before dialling, because the
    /// network is not to be troubled, and nobody to pay, for a call that cannot be.
    func check() async throws(CallError)
    /// - Parameter call: what pppd has to know; validated values only.
    /// - Returns: a running call, not yet up.
    func launch(_ call: CallRequest) async throws(CallError) -> any Call
    /// Calls that run already, left by an earlier run of the service. Asked once, at the start.
    func inheritedCalls() async -> [any InheritedCall]
}

extension CallLauncher {
    /// Where calls end with the service there are none.
    package func inheritedCalls() async -> [any InheritedCall] { [] }
}

/// A call of an earlier run of the service: either adopted or ended, by whoever was given it.
@LoopActor package protocol InheritedCall: AnyObject {
    /// The tty that it has: `ttyUSB2`.
    var node: String { get }
    /// Nil where it is not up.
    var address: CallAddress? { get }
    /// Seconds since 1970 when the address came.
    var since: UInt64 { get }
    /// It is a call as any other from now on, and says first that it is up.
    func adopt() -> any Call
    /// Returns when pppd is gone.
    func end() async
}

/// A running pppd. Ends by itself, by ``hangUp()``, or with the task of its owner.
@LoopActor package protocol Call: AnyObject {
    /// ``CallEvent/up(_:)`` at most once, ``CallEvent/ended(_:)`` exactly once and last.
    var events: AsyncStream<CallEvent> { get }
    /// Seconds since 1970 when the address came, where that is written down for the next run of the service.
    var since: UInt64? { get }
    /// SIGTERM, and SIGKILL after 5 s at most. Returns when pppd is gone and interface, route and lock with it.
    func hangUp() async
}

extension Call {
    package var since: UInt64? { nil }
}

package enum CallEvent: Equatable, Sendable {
    case up(CallAddress)
    case ended(CallError?)
}

/// What pppd is told. Nothing of this appears in argv or the environment.
package struct CallRequest: Equatable, Sendable {
    package var port: TTYPort
    package var username: Credential?
    package var password: Credential?
    package var authentication: Authentication
    package var defaultRoute: Bool
    /// Nil: pppd's own choice.
    package var routeMetric: UInt32?
    package var peerDNS: Bool
    /// The name servers are in the address of the call, and the machine's resolver is told nothing.
    package var reportsDNSOnly: Bool
    package var ipType: IPType

    package init(
        port: TTYPort, username: Credential? = nil, password: Credential? = nil,
        authentication: Authentication = .any, defaultRoute: Bool = true, routeMetric: UInt32? = nil,
        peerDNS: Bool = true, reportsDNSOnly: Bool = false, ipType: IPType = .ipv4
    ) {
        self.port = port
        self.username = username
        self.password = password
        self.authentication = authentication
        self.defaultRoute = defaultRoute
        self.routeMetric = routeMetric
        self.peerDNS = peerDNS
        self.reportsDNSOnly = reportsDNSOnly
        self.ipType = ipType
    }
}

/// What IPCP negotiated, as ip-up reported it.
package struct CallAddress: Equatable, Sendable {
    /// `ppp0`.
    package let interface: String
    /// Dotted quads, checked.
    package let address: String
    package let peer: String
    package let dns: [String]
    /// Nil without name servers.
    package let dnsUse: NameServerUse?

    package init(interface: String, address: String, peer: String, dns: [String], dnsUse: NameServerUse? = nil) {
        self.interface = interface
        self.address = address
        self.peer = peer
        self.dns = dns
        self.dnsUse = dnsUse
    }

    /// Whether sockets of the other are still good. Who was told of the name servers does not matter.
    package func hasSameAddresses(as other: CallAddress) -> Bool {
        interface == other.interface && address == other.address && peer == other.peer && dns == other.dns
    }
}

/// How this machine was told of the network's name servers.
package enum NameServerUse: String, Equatable, Sendable {
    case resolved
    case resolvconf
    /// They are in a file for others to include.
    case file
    /// Nobody was told.
    case unused = "none"
}

/// Why a call could not start or ended: pppd's exit status (pppd(8), EXIT STATUS) or what kept it from starting.
package enum CallError: Error, Equatable, Sendable {
    /// No pppd on this system.
    case notInstalled
    /// No PPP in the kernel: `/dev/ppp` missing or the module not loaded (status 4).
    case noKernelSupport
    /// Not allowed (status 3, or the daemon does not run as root).
    case notPermitted
    /// systemd was not let start that unit for us: no polkit here, or no rule of ours.
    case startRefused(unit: String)
    /// The tty is locked or cannot be opened (status 6, 7).
    case portUnavailable
    /// The peer does not speak PPP or agrees to nothing (status 10).
    case negotiationFailed
    /// The network refused user name or password (status 19), or did not authenticate (11).
    case authenticationFailed
    /// The peer stopped answering LCP echoes (status 15).
    case peerDead
    /// Bytes went out, none came in, and nobody else noticed.
    case linkDead
    /// The SIM has used what it may use in a month.
    case quotaExceeded(UsageLimit)
    /// The modem hung up (status 16).
    case hangUp
    /// The peer asked for the end (LCP TermReq).
    case terminatedByPeer
    /// No address within the time allowed.
    case timedOut
    /// Anything else: the status and what pppd said last.
    case failed(status: Int32, message: String)
}
