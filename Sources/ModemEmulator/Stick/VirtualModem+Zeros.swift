import EventLoop

extension VirtualModem {
    /// Diagnostics of some firmware send blocks of zeros, and go on as soon as there is room for more.
    func startZeros() {
        guard state.quirks.sendsZeros else { return }
        zeros?.cancel()
        zeros = Task { @LoopActor [clock, timing] in
            while (try? await clock.sleep(for: timing.flood)) != nil, !Task.isCancelled {
                for port in ports where !port.isAT { port.say([UInt8](repeating: 0, count: 64)) }
            }
        }
    }
}
