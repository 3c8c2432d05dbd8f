internal import ATProtocol
internal import EventLoop

extension NetworkWatch {
    /// Reads the signal as often as somebody wants it; where nobody does, it is read in the rounds.
    func followSignalWishes() {
        guard isRunning, modem.signalInterval != followedInterval else { return }
        followedInterval = modem.signalInterval
        signalPoll?.cancel()
        signalPoll = followedInterval.map { interval in Task { await self.pollSignal(every: interval) } }
    }

    /// Goes on from the last reading: a wish that changes all the time must not hold up the others.
    private func pollSignal(every interval: Duration) async {
        while !Task.isCancelled {
            let wait = interval - (sinceSignal?() ?? .zero)
            if wait > .zero {
                let tolerance = min(interval / 8, Self.pollTolerance)
                guard (try? await modem.environment.clock.sleep(for: wait, tolerance: tolerance)) != nil else { return }
            }
            do throws(ATError) {
                // Where nothing can be asked, this turn is left out.
                if modem.canAskDuringCall { try await readSignal() } else { startStopwatch() }
            } catch {
                return fail()
            }
        }
    }

    func readSignal() async throws(ATError) {
        startStopwatch()
        let signal = try await channel.sendOptional(AT.Signal())
        let detail = try await ask(for: .signal, AT.SignalDetailQuery())
        show {
            $0.signalQuality = signal?.percent.map { UInt32(clamping: $0) }
            $0.signalDbm = signal?.dBm
            $0.signalDetail = detail.map { NetworkStatus.SignalDetail($0) } ?? .init()
        }
    }

    private func startStopwatch() { sinceSignal = Self.stopwatch(modem.environment.clock) }

    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @LoopActor () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}

extension NetworkStatus.SignalDetail {
    init(_ report: SignalReport) { self.init(rssi: report.rssi, rscp: report.rscp, ecio: report.ecio) }
}
