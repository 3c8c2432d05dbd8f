internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Looks for all networks there are (3GPP TS 27.007, 7.3). Takes up to three minutes, during which the stick takes no
    /// other command; at most 64 are found.
    ///
    /// Cancelling the task ends it at the stick too. So does a call that begins, which is worth more.
    /// - Throws: ``ModemError/wrongState(_:needed:)`` during a call over the only port, and before the stick looks for a
    ///   network by itself; ``ModemError/inProgress`` while another request has the radio.
    package func scanNetworks() async throws(ModemError) -> [ScannedNetwork] {
        let link = try portsForRadio(duringCall: true)
        isRadioTaken = true
        let work = Task { await Self.scan(over: link.control) }
        scanWork = work
        defer { (isRadioTaken, scanWork) = (false, nil) }
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        switch result {
        case .success(let offers): return offers.map { ScannedNetwork($0) }
        case .failure(let error):
            if Task.isCancelled { throw .aborted }
            if work.isCancelled { throw .commandFailed("The scan was broken off by a call; scan again later") }
            throw ModemError(error, during: "Scanning for networks")
        }
    }

    private static func scan(over channel: ATChannel) async -> Result<[OperatorOffer], ATError> {
        do throws(ATError) {
            return .success(try await channel.send(AT.OperatorScan()))
        } catch {
            return .failure(error)
        }
    }

    /// Makes room for a call: a stick that scans would refuse it, or let it wait for minutes.
    func breakOffScan() async {
        guard let scanWork, let link else { return }
        scanWork.cancel()
        // Its turn comes when the scan has ended; who gives up the call meanwhile takes it out of the line.
        _ = try? await link.control.send(AT.Attention())
    }
}

extension ScannedNetwork {
    init(_ offer: OperatorOffer) {
        self.init(
            code: offer.code, name: offer.longName, shortName: offer.shortName, status: Status(offer.availability),
            accessTechnology: NetworkWatch.text(offer.accessTechnology))
    }
}

extension ScannedNetwork.Status {
    init(_ availability: OperatorOffer.Availability) {
        switch availability {
        case .unknown: self = .unknown
        case .available: self = .available
        case .current: self = .current
        case .forbidden: self = .forbidden
        }
    }
}
