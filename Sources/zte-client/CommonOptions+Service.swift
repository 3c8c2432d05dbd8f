import ArgumentParser
import DBus
import EventLoop
import ModemClient

extension RemoteHost: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension CommonOptions {
    /// Connects, does it, and leaves again; also where it fails.
    /// - Throws: what `work` throws; where a machine is out of reach, what ssh had to do with it.
    @LoopActor func withService(_ work: @LoopActor (RemoteService) async throws -> Void) async throws {
        guard let host else {
            let service = try await RemoteService.open(bus.map { .address($0) } ?? .system)
            defer { service.close() }
            return try await work(service)
        }
        try await Tunnel(host).carry(work)
    }
}
