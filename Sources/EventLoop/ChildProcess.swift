internal import CPosix
internal import Glibc

/// How a process ended.
package enum ProcessEnd: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
}

/// A child of ours, watched through its pidfd: never a race on a recycled pid, never a zombie.
///
/// Its signals are reset and unblocked, and only the descriptors named are open in it.
@LoopActor package final class ChildProcess {
    /// What to run. Nothing is inherited: an empty environment is an empty environment.
    package struct Command: Sendable {
        /// Absolute path of the program.
        package var path: String
        /// Without `argv[0]`, which is the path.
        package var arguments: [String]
        package var environment: [String: String]
        /// Child's descriptor number from ours; 0, 1 and 2 that are not named are `/dev/null`.
        package var descriptors: [Int32: Int32]
        /// Own session and process group, away from our terminal.
        package var newSession: Bool
        /// Sent to the child when this process dies.
        package var parentDeathSignal: Int32?

        package init(
            path: String, arguments: [String] = [], environment: [String: String] = [:],
            descriptors: [Int32: Int32] = [:], newSession: Bool = true, parentDeathSignal: Int32? = nil
        ) {
            self.path = path
            self.arguments = arguments
            self.environment = environment
            self.descriptors = descriptors
            self.newSession = newSession
            self.parentDeathSignal = parentDeathSignal
        }
    }

    package let processIdentifier: Int32
    private let pidfd: Int32
    private var watch: DescriptorWatch?
    private var ended: ProcessEnd?
    private var waiters: [CheckedContinuation<ProcessEnd, Never>] = []

    /// Starts `command`.
    /// - Throws: ``SystemError`` with the reason fork or exec gave, for example `ENOENT`.
    package init(_ command: Command) throws(SystemError) {
        let null = try SystemError.check("open /dev/null", cposix_open("/dev/null", O_RDWR, 0))
        defer { _ = close(null) }
        var mapping = command.descriptors
        for standard in Int32(0)...2 where mapping[standard] == nil { mapping[standard] = null }
        let pairs = mapping.flatMap { [$0.value, $0.key] }
        var pid: pid_t = 0
        var pidfd: Int32 = -1
        let result = Self.withCStrings([command.path] + command.arguments) { arguments in
            Self.withCStrings(command.environment.map { "\($0.key)=\($0.value)" }) { environment in
                command.path.withCString { path in
                    pairs.withUnsafeBufferPointer { pairs in
                        var request = cposix_spawn_request(
                            path: path, arguments: arguments, environment: environment, descriptors: pairs.baseAddress,
                            descriptor_count: Int32(pairs.count / 2), new_session: command.newSession,
                            parent_death_signal: command.parentDeathSignal ?? 0)
                        return cposix_spawn(&request, &pid, &pidfd)
                    }
                }
            }
        }
        try SystemError.check(command.path, result)
        processIdentifier = pid
        self.pidfd = pidfd
        watch = try DescriptorWatch(pidfd, for: .readable) { [unowned self] _ in reap() }
    }

    isolated deinit {
        watch?.cancel()
        _ = close(pidfd)
    }

    /// Waits for the end; returns at once when it has come.
    package func end() async -> ProcessEnd {
        if let ended { return ended }
        return await withCheckedContinuation { waiters.append($0) }
    }

    package var isRunning: Bool { ended == nil }

    /// Sends a signal; nothing happens to a process that has ended.
    package func signal(_ number: Int32) {
        if ended == nil { _ = cposix_pidfd_signal(pidfd, number) }
    }

    /// SIGTERM, then SIGKILL after `grace`; returns when the process is gone.
    @discardableResult
    package func terminate(grace: Duration, clock: any Clock<Duration>) async -> ProcessEnd {
        if let ended { return ended }
        signal(SIGTERM)
        let killer = Task { @LoopActor in
            try await clock.sleep(for: grace)
            signal(SIGKILL)
        }
        defer { killer.cancel() }
        return await end()
    }

    private func reap() {
        var code: Int32 = 0
        var status: Int32 = 0
        guard cposix_pidfd_reap(pidfd, &code, &status) == 1 else { return }
        watch?.cancel()
        watch = nil
        let end: ProcessEnd = code == CLD_EXITED ? .exited(status) : .killed(signal: status)
        ended = end
        for waiter in waiters { waiter.resume(returning: end) }
        waiters = []
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
