import EventLoop
import ModemClient

/// Something a stick takes its time for, with progress as it goes.
@LoopActor struct LongAction {
    let service: RemoteService
    let modem: RemoteModem
    private let progress = Progress()
    private let following: Task<Void, Never>

    /// Finds the stick and begins to show what it does.
    init(_ service: RemoteService, _ argument: ModemArgument) async throws {
        let watch = try await service.watch()
        self.service = service
        modem = try argument.find(among: watch.modems)
        following = progress.follow(modem, watch.changes)
    }

    /// Does it.
    /// - Parameter ending: what a person who interrupts should know; the service goes on.
    func perform<Result: Sendable>(
        ending: String, _ work: @escaping @LoopActor (Progress) async throws -> Result
    ) async throws -> Result {
        defer {
            following.cancel()
            progress.finish()
        }
        do {
            return try await untilInterrupted { [progress] in try await work(progress) }
        } catch is Interrupted {
            throw Complaint(.interrupted, "interrupted; \(ending)")
        }
    }

    /// The stick as it is afterwards; as it was, if it has just left.
    func modemNow() async throws -> RemoteModem {
        try await service.modems().first { $0.path == modem.path } ?? modem
    }
}
