import EventLoop

extension VirtualModem {
    /// The one data call these sticks carry.
    enum Call {
        case none
        case dialing(ModemPort, any CallPeer, Task<Void, Never>)
        case up(ModemPort, any CallPeer)
    }

    /// What sticks of this kind say, whatever the radio does.
    private static let speed = 7_200_000

    package var callName: String {
        switch call {
        case .none: "none"
        case .dialing: "dialing"
        case .up: "up"
        }
    }

    func handle(_ request: ATInterpreter.Request, from port: ModemPort) {
        switch request {
        case .dial(let context): if port.mayDial { dial(context, on: port) } else { port.refuseToDial() }
        case .abortDialing: endCall(because: "dialing was aborted", announce: false)
        case .scan: startScan(for: port)
        case .abortScan: endScan(of: port)
        case .send(let message): send(message, from: port)
        case .ussd(let request): handle(request, from: port)
        case .hangUp: endCall(because: "ATH", announce: true)
        case .reboot:
            log.write("stick: told to start over")
            onReboot?()
        }
    }

    // MARK: Setting up

    private func dial(_ context: Int, on port: ModemPort) {
        let peer = makePeer()
        let previous = ending
        let attempt = Task { @LoopActor [clock, timing] in
            await previous?.value
            // Stopping a peer that was never started would leave the one started after it.
            guard isCurrent(peer) else { return }
            let delay = Task { @LoopActor in try? await clock.sleep(for: timing.dial) }
            let failure: EmulatorError?
            do throws(EmulatorError) {
                try await peer.start(events(of: peer))
                failure = nil
            } catch {
                failure = error
            }
            await delay.value
            guard isCurrent(peer) else { return }
            if let failure { return failed(failure, on: port, peer) }
            connected(port, peer, context)
        }
        call = .dialing(port, peer, attempt)
    }

    private func connected(_ port: ModemPort, _ peer: any CallPeer, _ context: Int) {
        call = .up(port, peer)
        state.activeCall = context
        port.connected(speed: Self.speed)
    }

    private func failed(_ error: EmulatorError, on port: ModemPort, _ peer: any CallPeer) {
        log.write("stick: \(error)")
        endCall(because: "no peer", announce: true)
    }

    private func isCurrent(_ peer: any CallPeer) -> Bool {
        switch call {
        case .none: false
        case .dialing(_, let current, _), .up(_, let current): current === peer
        }
    }

    private func events(of peer: any CallPeer) -> CallPeerEvents {
        CallPeerEvents(
            received: { [weak self, weak peer] bytes in
                guard let self, let peer, isCurrent(peer), case .up(let port, _) = call, !isStalled else { return }
                port.deliver(bytes)
                if port.isCongested { peer.setFlow(false) }
            },
            hasRoom: { [weak self] in
                if let self, case .up(let port, _) = call { port.onRoom?() }
            },
            ended: { [weak self, weak peer] reason in
                guard let self, let peer, isCurrent(peer) else { return }
                endCall(because: reason, announce: true)
            })
    }

    // MARK: Up

    /// False when the far end is behind.
    func carry(_ bytes: [UInt8]) -> Bool {
        guard case .up(_, let peer) = call, !isStalled else { return true }
        guard peer.hasRoom else { return false }
        peer.send(bytes)
        return true
    }

    func callHasRoom() {
        if case .up(_, let peer) = call { peer.setFlow(true) }
    }

    // MARK: Ending

    /// Ends the call or the attempt; nothing happens without one. `announce` says NO CARRIER on the port.
    package func endCall(because reason: String, announce: Bool) {
        let leftover: (peer: any CallPeer, attempt: Task<Void, Never>?)
        let port: ModemPort
        switch call {
        case .none: return
        case .dialing(let dialing, let peer, let attempt): (port, leftover) = (dialing, (peer, attempt))
        case .up(let online, let peer): (port, leftover) = (online, (peer, nil))
        }
        call = .none
        state.activeCall = nil
        log.write("stick: call ended: \(reason)")
        port.disconnected(announce: announce)
        leftover.attempt?.cancel()
        let previous = ending
        ending = Task { @LoopActor in
            await previous?.value
            await leftover.peer.stop()
        }
    }
}
