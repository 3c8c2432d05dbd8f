internal import DBus
internal import EventLoop
internal import ModemCore

// What callers of the interfaces about the network get.
extension Modem3gppFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        let unsupported: [any MethodDescribing] = [
            setEpsUeModeOperation, setInitialEpsBearerSettings, setNr5gRegistrationSettings, disableFacilityLock,
            setPacketServiceState,
        ]
        return [
            register.bind { [weak modem] _, code throws(BusError) in
                let stick = try FacadeModem.present(modem).modem
                let network =
                    code.isEmpty
                    ? nil : try FacadeError.checked { () throws(InvalidValue) in try OperatorCode(code) }
                try await FacadeError.mapped { () async throws(ModemError) in
                    try await stick.register(with: network)
                }
            },
            scan.bind { [weak modem] _ throws(BusError) in
                let stick = try FacadeModem.present(modem).modem
                let networks = try await FacadeError.mapped { () async throws(ModemError) in
                    try await stick.scanNetworks()
                }
                return networks.map(\.facadeValues)
            },
        ] + unsupported.map { .refusing($0.description, with: FacadeError.notPossible) }
    }
}

extension ScannedNetwork {
    /// What Scan tells of one network.
    var facadeValues: [String: Value] {
        var values: [String: Value] = ["status": .uint32(status.facadeValue), "operator-code": .string(code)]
        if !name.isEmpty { values["operator-long"] = .string(name) }
        if !shortName.isEmpty { values["operator-short"] = .string(shortName) }
        values["access-technology"] = .uint32(NetworkStatus.technologies(accessTechnology))
        return values
    }
}

extension UssdFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        [
            initiate.bind { [weak modem] _, text throws(BusError) in
                let stick = try FacadeModem.present(modem).modem
                let code = try FacadeError.checked { () throws(InvalidValue) in try USSDCode(text) }
                return try await FacadeError.mapped { () async throws(ModemError) in
                    try await stick.initiateUSSD(code, for: FacadeModem.holder)
                }
            },
            respond.bind { [weak modem] _, text throws(BusError) in
                let stick = try FacadeModem.present(modem).modem
                let response = try FacadeError.checked { () throws(InvalidValue) in try USSDResponse(text) }
                return try await FacadeError.mapped { () async throws(ModemError) in
                    try await stick.respondUSSD(response, for: FacadeModem.holder)
                }
            },
            cancel.bind { [weak modem] _ in await modem?.modem.cancelUSSD(for: FacadeModem.holder) },
        ]
    }
}

extension SignalFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        [
            setup.bind { [weak modem] _, seconds throws(BusError) in
                let modem = try FacadeModem.present(modem)
                let interval =
                    seconds == 0
                    ? nil : try FacadeError.checked { () throws(InvalidValue) in try SignalInterval(seconds: seconds) }
                modem.modem.setSignalInterval(interval, for: FacadeModem.holder)
                modem.setSignalRate(seconds)
            },
            .refusing(setupThresholds.description, with: FacadeError.notPossible),
        ]
    }
}

extension LocationFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        let unsupported: [any MethodDescribing] = [setSuplServer, injectAssistanceData, setGpsRefreshRate]
        return [
            setup.bind { [weak modem] _, sources, isSignalled throws(BusError) in
                guard let location = FacadeLocation(sources: sources, isSignalled: isSignalled) else {
                    throw FacadeError.unsupported("All that a stick knows of where it is, is its cell: 3gpp-lac-ci.")
                }
                try FacadeModem.present(modem).setLocation(location)
            },
            getLocation.bind { [weak modem] _ throws(BusError) in
                let modem = try FacadeModem.present(modem)
                return modem.snapshot.network.map { modem.location.entries($0) } ?? [:]
            },
        ] + unsupported.map { .refusing($0.description, with: FacadeError.notPossible) }
    }
}

extension TimeFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        [
            getNetworkTime.bind { [weak modem] _ throws(BusError) in
                guard let time = try FacadeModem.present(modem).snapshot.network?.time, !time.isEmpty else {
                    throw FacadeError.failed("The network has not told the time.")
                }
                return time
            }
        ]
    }
}
