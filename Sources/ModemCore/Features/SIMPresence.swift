internal import ATProtocol
internal import EventLoop

// A SIM that is taken out, and one that is put in.
extension Modem {
    /// Few sticks say that a SIM was put in.
    private static let simInterval: Duration = .seconds(5)
    private static let simTolerance: Duration = .seconds(1)

    /// There is no SIM: says so, and reads everything anew when there is one. The ports stay open for that.
    func waitForSIM(over link: ModemLink) async {
        forgetSIM()
        report(.simAbsent)
        let channel = link.control
        do throws(ATError) {
            while await waitForNextLook() {
                let state = try await channel.sendOptional(AT.SIMStatus()) ?? .missing
                if state.isThere { return report(.simInserted) }
            }
        } catch {
            report(channel.isSilent ? .portsSilent : .portsLost)
        }
    }

    /// A SIM that waits for its PIN may be taken out, and another program may open it.
    func watchLockedSIM(over link: ModemLink) async {
        let channel = link.control
        do throws(ATError) {
            while await waitForNextLook() {
                // Whoever sends a PIN looks at the answer.
                if isSIMTaken { continue }
                guard let state = try await channel.sendOptional(AT.SIMStatus()), !isSIMTaken else { continue }
                if Task.isCancelled { return }
                if state == .missing, !isInCall { return await waitForSIM(over: link) }
                if SIMStatus.Lock(state) != snapshot.sim?.lock { follow(state) }
            }
        } catch {
            report(channel.isSilent ? .portsSilent : .portsLost)
        }
    }

    /// - Returns: whether there is still somebody who wants to know.
    private func waitForNextLook() async -> Bool {
        let clock = environment.clock
        return (try? await clock.sleep(for: Self.simInterval, tolerance: Self.simTolerance)) != nil && !Task.isCancelled
    }

    private func forgetSIM() {
        guard !Task.isCancelled else { return }
        (cardIdentity, subscriberIdentity) = (nil, nil)
        var next = snapshot
        (next.sim, next.network) = (nil, nil)
        snapshot = next
    }
}

extension NetworkWatch {
    /// Whether the SIM is still in the stick; asked where there is a reason for doubt.
    func checkSIM() async throws(ATError) {
        guard !modem.isInCall, try await channel.sendOptional(AT.SIMStatus()) == .missing else { return }
        loseSIM()
    }

    /// The stick says by itself what has become of its SIM.
    func simReported(_ state: SIMState) async {
        modem.simReported(state)
        switch state {
        case .missing: if !modem.isInCall { loseSIM() }
        case .ready:
            if await hasOtherSIM() { restart() } else { await refresh() }
        case .pin, .puk, .pin2, .puk2, .deviceLock, .failure, .busy: break
        }
    }

    private func hasOtherSIM() async -> Bool {
        guard modem.canAskDuringCall, let known = modem.cardIdentity,
            let now = try? await modem.readCardIdentity(channel)
        else { return false }
        return now != known
    }
}

extension SIMState {
    fileprivate var isThere: Bool {
        switch self {
        case .ready, .pin, .puk, .pin2, .puk2, .deviceLock: true
        case .missing, .failure, .busy: false
        }
    }
}
