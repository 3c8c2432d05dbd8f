internal import DeviceCatalog
package import ModemCore

/// `MMModemState`.
package enum FacadeState: Int32, Sendable {
    case failed = -1
    case unknown = 0
    case initializing, locked, disabled, disabling, enabling, enabled, searching, registered, disconnecting, connecting
    case connected

    package init(_ snapshot: ModemSnapshot) {
        switch snapshot.state {
        case .storage, .switching: self = .unknown
        case .settling, .probing: self = .initializing
        case .locked: self = .locked
        case .disabled: self = .disabled
        // What it is, is not known before its SIM has been read.
        case .enabling: self = snapshot.sim == nil ? .initializing : .enabling
        case .searching: self = .searching
        case .registered: self = .registered
        case .connecting: self = .connecting
        case .connected: self = .connected
        case .disconnecting: self = .disconnecting
        case .failed: self = .failed
        }
    }
}

extension ModemSnapshot {
    /// Whether ModemManager would show it: a modem whose command port has answered, and that is ours at present.
    package var isFacadeModem: Bool {
        guard mode == .modem, !primaryPort.isEmpty, reason != .inhibited, reason != .suspended else { return false }
        return FacadeState(self).rawValue != FacadeState.unknown.rawValue && FacadeState(self) != .initializing
    }

    /// `MMModemStateFailedReason`.
    package var facadeFailure: UInt32 {
        guard state == .failed else { return 0 }
        return switch reason {
        case .simMissing: 2
        case .simFailure: 3
        default: 1
        }
    }

    /// `MMModemStateChangeReason` of the change that led here.
    package var facadeChangeReason: UInt32 {
        if state == .failed { return 3 }
        return switch reason {
        case .requested, .radioOff: 1
        case .suspended: 2
        case .noCarrier, .callEnded: 3
        default: 0
        }
    }

    /// `MMModemPowerState`: on, or low where the radio is off.
    package var facadePower: UInt32 { state == .disabled ? 2 : 3 }
}

extension SIMStatus.Lock {
    /// `MMModemLock`.
    package var facadeValue: UInt32 {
        switch self {
        case .unknown: 0
        case .none: 1
        case .pin: 2
        case .pin2: 3
        case .puk: 4
        case .puk2: 5
        }
    }
}

extension PortRole {
    /// `MMModemPortType`: who dials speaks AT, too.
    package var facadeValue: UInt32 {
        switch self {
        case .data, .at: 3
        case .diagnostics: 4
        }
    }
}
