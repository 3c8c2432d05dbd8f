internal import ATProtocol
internal import DeviceCatalog
internal import EventLoop

// Which of two ports is dialled on. Sources contradict each other (the MF622 dials on interface 0 or on 2), so what a call
// really came up on counts more than what the catalogue says.
extension Modem {
    var dataPortKey: DataPortKey? {
        guard let usbID = snapshot.usbID, let imei = snapshot.identity.imei else { return nil }
        return DataPortKey(usbID: usbID, imei: imei)
    }

    private var provenDataPort: UInt8? { dataPortKey.flatMap { environment.dataPorts.dataPort(of: $0) } }

    /// The stick has said who it is: calls go where they came up before, and commands over the other port.
    /// - Returns: whether they have changed places.
    func preferProvenPort(of link: ModemLink) -> Bool {
        guard !link.isShared, !isInCall, provenDataPort == link.controlPort.interfaceNumber else { return false }
        exchangePorts(of: link)
        return true
    }

    /// The port of calls of some firmware sleeps, and takes no byte until it is asked after over the other one.
    func wakeDataPort(of link: ModemLink) async {
        guard quirks.contains(.sleepyDataPort), !link.isShared else { return }
        _ = try? await link.control.sendOptional(AT.OperatingStateQuery())
    }

    /// A call is up.
    func rememberDataPort(of link: ModemLink) {
        guard let dataPortKey else { return }
        environment.dataPorts.remember(dataPort: link.dataPort.interfaceNumber, of: dataPortKey)
    }

    /// - Returns: whether the next dial goes over the other port; false where there is none, or where calls did come up here.
    func moveToOtherPort(of link: ModemLink) async -> Bool {
        guard !link.isShared, provenDataPort != link.dataPort.interfaceNumber else { return false }
        await recover(link)
        guard link === self.link, !link.control.isSilent, !Task.isCancelled else { return false }
        exchangePorts(of: link)
        await wakeDataPort(of: link)
        return true
    }

    func exchangePorts(of link: ModemLink) {
        link.exchangePorts()
        showPorts(of: link)
        showLinks(of: link)
    }

    /// The roles are those that were found, whatever the catalogue says.
    func showPorts(of link: ModemLink) {
        if !link.isShared {
            note([link.controlPort.interfaceNumber: .at])
            note([link.dataPort.interfaceNumber: .data])
        }
        snapshot.primaryPort = link.controlPort.node
    }
}

extension ATError {
    /// Says of a dial command that this port takes none. Whatever the network or the SIM refuse, they would refuse on every
    /// port.
    var isOfThePort: Bool {
        switch self {
        case .error, .timeout, .portSilent, .unexpectedResponse: true
        case .cme(let reason): reason.code == .operationNotAllowed || reason.code == .operationNotSupported
        case .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .outcomeUnknown, .portLost, .overflow, .notReady: false
        }
    }
}
