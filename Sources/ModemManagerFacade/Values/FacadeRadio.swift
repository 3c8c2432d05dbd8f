package import ModemCore

/// `MMModemMode`, a set, of what may be used and of what is preferred (0: nothing).
package struct FacadeModes: Equatable, Sendable {
    package static let any: UInt32 = 0xffff_ffff
    private static let second: UInt32 = 2
    private static let third: UInt32 = 4
    private static let fourth: UInt32 = 8

    package var allowed: UInt32
    package var preferred: UInt32 = 0

    package init(allowed: UInt32, preferred: UInt32 = 0) { (self.allowed, self.preferred) = (allowed, preferred) }

    /// - Parameter hasLTE: whether the stick has LTE, as far as is known.
    init(_ mode: NetworkMode?, hasLTE: Bool) {
        let all = Self.second | Self.third | (hasLTE ? Self.fourth : 0)
        switch mode {
        case nil: self.init(allowed: Self.any)
        case .auto: self.init(allowed: all)
        case .only2G: self.init(allowed: Self.second)
        case .only3G: self.init(allowed: Self.third)
        case .only4G: self.init(allowed: Self.fourth)
        case .prefer2G: self.init(allowed: all, preferred: Self.second)
        case .prefer3G: self.init(allowed: all, preferred: Self.third)
        case .prefer4G: self.init(allowed: all, preferred: Self.fourth)
        }
    }

    /// What a client may choose: nothing where the stick does not say what it does.
    static func supported(_ network: NetworkStatus?) -> [FacadeModes] {
        guard let network, network.mode != nil else { return [FacadeModes(nil, hasLTE: false)] }
        let modes: [NetworkMode] = [.auto, .only2G, .only3G, .prefer2G, .prefer3G] + (network.hasLTE ? [.only4G] : [])
        return modes.map { FacadeModes($0, hasLTE: network.hasLTE) }
    }

    /// Nil for what no stick knows.
    package var networkMode: NetworkMode? {
        let both = Self.second | Self.third
        let isAll = allowed == Self.any || allowed & ~Self.fourth == both
        switch (allowed, preferred) {
        case (_, 0) where isAll: return .auto
        case (_, Self.second) where isAll: return .prefer2G
        case (_, Self.third) where isAll: return .prefer3G
        case (Self.second, 0): return .only2G
        case (Self.third, 0): return .only3G
        case (Self.fourth, 0): return .only4G
        default: return nil
        }
    }
}

extension NetworkStatus {
    /// No stick says what it could do; one that is in LTE, or is told to stay there, has it.
    var hasLTE: Bool { accessTechnology == "lte" || mode == .only4G || mode == .prefer4G }

    /// `MMModemAccessTechnology`.
    package var facadeTechnologies: UInt32 { Self.technologies(accessTechnology) }

    package static func technologies(_ name: String) -> UInt32 {
        switch name {
        case "gsm": 1 << 1
        case "gprs": 1 << 3
        case "edge": 1 << 4
        case "umts": 1 << 5
        case "hsdpa": 1 << 6
        case "hsupa": 1 << 7
        case "hspa": 1 << 8
        case "lte": 1 << 14
        default: 0
        }
    }
}

extension NetworkStatus.Registration {
    /// `MMModem3gppRegistrationState`.
    package var facadeValue: UInt32 {
        switch self {
        case .idle: 0
        case .home: 1
        case .searching: 2
        case .denied: 3
        case .unknown: 4
        case .roaming: 5
        }
    }
}

extension ScannedNetwork.Status {
    /// `MMModem3gppNetworkAvailability`.
    package var facadeValue: UInt32 {
        switch self {
        case .unknown: 0
        case .available: 1
        case .current: 2
        case .forbidden: 3
        }
    }
}
