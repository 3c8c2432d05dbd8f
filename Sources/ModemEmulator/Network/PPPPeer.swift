internal import CPosix
package import EventLoop
internal import Glibc

/// A real pppd at the far end of one call, on a pty, in the namespace of a ``PeerNetwork``.
@LoopActor package final class PPPPeer: CallPeer {
    private let network: PeerNetwork
    private let clock: any Clock<Duration>
    private let log: EventLog
    private var events: CallPeerEvents?
    private var master: Int32 = -1
    /// Held open: the terminal keeps its settings while one end of it is.
    private var slave: Int32 = -1
    private var watch: DescriptorWatch?
    private var daemon: ChildProcess?
    private var output: LineConnection?
    private var backlog: [UInt8] = []
    private var isFlowing = true
    private var buffer = [UInt8](repeating: 0, count: 4096)

    private static let backlogLimit = 32 << 10
    /// pppd starts within milliseconds; an emulated CPU takes seconds.
    private static let startLimit = 1500

    /// One peer for each call; without a network, one that never says a word.
    package static func maker(
        network: PeerNetwork?, clock: any Clock<Duration>, log: EventLog
    ) -> @LoopActor () -> any CallPeer {
        {
            if let network { return PPPPeer(network: network, clock: clock, log: log) }
            return SilentPeer()
        }
    }

    package init(network: PeerNetwork, clock: any Clock<Duration>, log: EventLog) {
        self.network = network
        self.clock = clock
        self.log = log
    }

    isolated deinit { release() }

    package func start(_ events: CallPeerEvents) async throws(EmulatorError) {
        self.events = events
        do throws(SystemError) {
            let path = try openTerminal()
            try startDaemon(path)
            watch = try DescriptorWatch(master, for: .readable) { [weak self] in self?.serve($0) }
        } catch {
            throw .system(error)
        }
        try await waitUntilListening()
    }

    package var hasRoom: Bool { backlog.count < Self.backlogLimit }

    package func send(_ bytes: [UInt8]) {
        if master < 0 { return }
        if !backlog.isEmpty {
            backlog += bytes
            return
        }
        let count = max(write(master, bytes, bytes.count), 0)
        if count < bytes.count {
            backlog = Array(bytes[count...])
            updateInterest()
        }
    }

    package func setFlow(_ isOn: Bool) {
        if isOn == isFlowing { return }
        isFlowing = isOn
        updateInterest()
    }

    package func stop() async {
        events = nil
        // The hang-up ends pppd at once; the signal is for one that has not got that far.
        release()
        await daemon?.terminate(grace: .seconds(3), clock: clock)
        daemon = nil
        output?.close()
        output = nil
    }

    // MARK: The terminal

    private func openTerminal() throws(SystemError) -> String {
        var name = [CChar](repeating: 0, count: 64)
        master = try SystemError.check("open a pty", cposix_pty_open(&name, name.count))
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        slave = try SystemError.check(path, cposix_tty_open(path))
        // Otherwise it would echo the host's first packet back.
        try SystemError.check(path, cposix_tty_raw(slave))
        return path
    }

    private func release() {
        watch?.cancel()
        watch = nil
        if master >= 0 { _ = close(master) }
        if slave >= 0 { _ = close(slave) }
        master = -1
        slave = -1
    }

    private func serve(_ ready: DescriptorEvents) {
        if ready.contains(.writable) { drain() }
        if ready.contains(.readable), isFlowing {
            let count = read(master, &buffer, buffer.count)
            if count > 0 { events?.received(Array(buffer.prefix(count))) }
        }
    }

    private func drain() {
        let count = write(master, backlog, backlog.count)
        if count > 0 { backlog.removeFirst(count) }
        updateInterest()
        if hasRoom { events?.hasRoom() }
    }

    private func updateInterest() {
        var wanted: DescriptorEvents = []
        if isFlowing { wanted.insert(.readable) }
        if !backlog.isEmpty { wanted.insert(.writable) }
        watch?.update(wanted)
    }

    // MARK: pppd

    private func startDaemon(_ path: String) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        try SystemError.check("pipe", cposix_pipe(&ends))
        defer { _ = close(ends[1]) }
        do throws(SystemError) {
            output = try LineConnection(
                ends[0], onLine: { [log] line in log.write("pppd: \(SecretMask.masked(line))") }, onClose: {})
        } catch {
            _ = close(ends[0])
            throw error
        }
        let daemon = try ChildProcess(
            .init(
                path: network.ip, arguments: ["netns", "exec", network.name, network.pppd, path] + options,
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], descriptors: [1: ends[1], 2: ends[1]],
                parentDeathSignal: SIGTERM))
        self.daemon = daemon
        Task { @LoopActor [weak self] in
            let end = await daemon.end()
            self?.events?.ended("pppd ended: \(end)")
        }
    }

    // `silent`: the host speaks first, else our first packet is lost and costs three seconds. The unit number keeps
    // /run/pppN.pid apart from the one of the host's pppd.
    private var options: [String] {
        [
            "nodetach", "silent", "local", "nocrtscts", "nodefaultroute", "noproxyarp", "noccp", "nobsdcomp",
            "nodeflate", "novj", network.offersIPv6 ? "+ipv6" : "noipv6",
            "asyncmap", "0", "lcp-echo-interval", "0", "ipcp-max-failure", "30", "unit",
            "\(100 + network.number)", "ip-up-script", "/bin/true", "ip-down-script", "/bin/true", "ms-dns",
            PeerNetwork.nameServers[0], "ms-dns", PeerNetwork.nameServers[1],
            "\(PeerNetwork.operatorAddress):\(network.nextHostAddress())",
        ] + (network.authentication?.options ?? ["noauth"])
    }

    /// pppd has taken the terminal when its line discipline is on it; what comes earlier is lost.
    private func waitUntilListening() async throws(EmulatorError) {
        for _ in 0..<Self.startLimit {
            guard let daemon, daemon.isRunning else { throw .noPeer("pppd did not start") }
            var discipline: Int32 = 0
            if slave < 0 { throw .noPeer("stopped") }
            if ioctl(slave, UInt(TIOCGETD), &discipline) == 0, discipline == Self.pppDiscipline { return }
            do { try await clock.sleep(for: .milliseconds(10)) } catch { throw .noPeer("stopped") }
        }
        throw .noPeer("pppd did not take the line in time")
    }

    /// N_PPP of `linux/tty.h`.
    private static let pppDiscipline: Int32 = 3
}
