internal import DeviceCatalog

// Which ports there are to ask: those of the map, or, of a stick of ours that has none, all of them.
extension Modem.StateMachine {
    /// Looked into is what is ours beyond doubt: the catalogue has it without its ports, or it came back from our switch. Every
    /// other stick is somebody else's.
    func recognised(_ newcomer: Presence) -> Presence {
        guard let device = newcomer.device, device.usbID.vendor == USBID.zte,
            device.interfaces.contains(where: \.isSerial)
        else { return newcomer }
        switch newcomer {
        case .foreign(_, let stick) where stick.mayHaveCommandPorts: return .unmapped(device, stick)
        case .unknown where lastSwitch != nil: return .unmapped(device, nil)
        case .absent, .storage, .modem, .foreign, .unmapped, .unknown: return newcomer
        }
    }

    var isUnmapped: Bool {
        if case .unmapped = presence { true } else { false }
    }

    /// It has ports that are ours to ask, or is about to.
    var isModem: Bool { wantedInterfaces != nil }

    /// Nil: what is there has none, or has them without a map.
    var portMap: PortMap? {
        if case .modem(_, let map) = presence { map } else { nil }
    }

    /// The interfaces whose ports are waited for. Nil where there is no modem.
    var wantedInterfaces: Set<UInt8>? {
        switch presence {
        case .modem(_, let map): Set(map.roles.filter { $0.value != .diagnostics }.keys)
        case .unmapped(let device, _): Set(device.interfaces.filter(\.isSerial).map(\.number))
        case .absent, .storage, .foreign, .unknown: nil
        }
    }

    var candidates: [TTYPort] {
        let ports = ports.filter { $0.node != inherited }
        guard let portMap else { return isUnmapped ? ports : [] }
        return ports.filter { portMap.roles[$0.interfaceNumber].map { $0 != .diagnostics } ?? false }
    }

    /// What is not known to be a modem is not called one that fails: it was asked once, and is left alone.
    func reason(for cause: StateReason) -> StateReason {
        guard case .unmapped(_, let stick) = presence, !hasAnswered else { return cause }
        switch cause {
        case .noAnswer, .noDriver: return stick == nil ? .unknownDevice : .notDriven
        case .none, .switchIgnored, .switchNoReturn, .switchBouncing, .autoSwitchOff, .noWayBack, .unknownDevice,
            .networkStick, .notDriven,
            .usbAccess, .portsBusy, .portsAccess, .outOfResources, .controlSilent, .simMissing, .simFailure, .simPin,
            .simPuk, .pinRefused, .pinRetriesUnknown, .pinRetriesLow, .pinSentBefore, .pinNotTried, .registrationDenied,
            .radioOff, .inhibited, .suspended, .requested, .noCarrier, .callEnded:
            return cause
        }
    }

    /// What is known of its oddities. Where there is no map, what it costs nothing to be careful with.
    var quirks: Set<Quirk> {
        if let portMap { return portMap.quirks }
        return isUnmapped ? [.zeroBytes, .sleepyDataPort, .messageFlood] : []
    }
}

extension ForeignStick {
    /// Neither a network card nor something that AT commands of 3GPP mean nothing to.
    fileprivate var mayHaveCommandPorts: Bool { !isNetworkCard && !quirks.contains(.notOf3GPP) }
}
