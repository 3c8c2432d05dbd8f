internal import ATProtocol
internal import EventLoop

// Services of the network by codes.
extension Modem {
    /// Sends a code, and returns what the network says to it. The dialogue lasts until the network has said its last word, or
    /// the holder ends it or leaves.
    ///
    /// Cancelling the task ends it.
    /// - Throws: ``ModemError/inProgress`` while there is a dialogue; ``ModemError/notRegistered(denied:cause:)`` outside of a
    ///   network; ``ModemError/wrongState(_:needed:)`` during a call over the only port.
    package func initiateUSSD(_ code: USSDCode, for holder: Holder) async throws(ModemError) -> String {
        try await ussd.begin(code.text, for: holder)
    }

    /// Answers a question of the network, and returns what it says to that.
    package func respondUSSD(_ response: USSDResponse, for holder: Holder) async throws(ModemError) -> String {
        try await ussd.respond(response.text, for: holder)
    }

    /// Ends the dialogue of the holder; without one it does nothing.
    package func cancelUSSD(for holder: Holder) async { await ussd.end(for: holder) }

    /// By which codes the operator of the SIM tells the balance; none if it is not known.
    package func serviceCodes() async throws(ModemError) -> [ServiceCode] {
        guard let home = try? OperatorCode(snapshot.sim?.operatorCode ?? "") else { return [] }
        do throws(AccessPointDirectoryError) {
            let codes = try await environment.serviceCodes.serviceCodes(for: home)
            return ServiceCode.ordered(codes, operatorName: snapshot.network?.operatorName ?? "")
        } catch {
            throw .notSupported(error.what)
        }
    }

    func portForUSSD() throws(ModemError) -> ATChannel {
        let state = snapshot.state
        switch state {
        case .connecting, .connected, .disconnecting:
            guard canAskDuringCall else { throw .wrongState(state, needed: "disconnect first") }
        case .locked: throw .simLocked(snapshot.reason)
        case .searching: throw .notRegistered(denied: snapshot.network?.registration == .denied, cause: denial)
        case .registered: break
        case .storage, .switching, .settling, .probing, .disabled, .enabling, .failed:
            throw .wrongState(state, needed: "wait until it is in a network")
        }
        guard let link else { throw .wrongState(state, needed: "wait until its ports answer again") }
        return link.control
    }
}

extension AccessPointDirectoryError {
    /// Without what to do about access points.
    fileprivate var what: String {
        switch self {
        case .absent(let path):
            "There is no list of providers (\(path)); install the package mobile-broadband-provider-info"
        case .unreadable(let path, let why): "The list of providers \(path) cannot be read: \(why)"
        case .broken(let path, let line, let why):
            "The list of providers is broken (\(path):\(line): \(why)); install its package anew"
        }
    }
}
