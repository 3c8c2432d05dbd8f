import EventLoop

extension VirtualModem {
    func startScan(for port: ModemPort) {
        scans[ObjectIdentifier(port)] = Task { @LoopActor [clock, timing] in
            try? await clock.sleep(for: timing.scan)
            if Task.isCancelled { return }
            scans[ObjectIdentifier(port)] = nil
            port.scanned([state.network.scanResult], "OK")
            log.write("stick: scan finished")
        }
    }

    /// Says nothing: whoever aborts a scan has said it.
    func endScan(of port: ModemPort) {
        guard let scan = scans.removeValue(forKey: ObjectIdentifier(port)) else { return }
        scan.cancel()
        log.write("stick: scan aborted")
    }
}
