internal import EventLoop
internal import Glibc

/// Takes back what the resolver was told of name servers, where `ppp-down` could not: pppd was killed, or this daemon.
@LoopActor struct NameWithdrawal {
    static let limit: Duration = .seconds(5)

    /// Path of `ppp-names`.
    let script: String
    let clock: any Clock<Duration>

    /// Of one call, whose interface is gone.
    func forget(_ folder: String) async { await run("forget", folder) }

    /// Of all calls below the runtime folder; none of them has a pppd.
    func sweep(_ runtime: String) async { await run("sweep", runtime) }

    // That it cannot be done is no reason not to end a call.
    private func run(_ verb: String, _ folder: String) async {
        guard let child = try? ChildProcess(.init(path: script, arguments: [verb, folder])) else { return }
        let limit = Task { @LoopActor [clock] in
            try await clock.sleep(for: Self.limit)
            child.signal(SIGKILL)
        }
        _ = await child.end()
        limit.cancel()
    }
}
