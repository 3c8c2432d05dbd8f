package import EventLoop
package import ModemCore

/// What SIMs have used, in the file of ``StateStore``: load that first, and give both the same lane.
@LoopActor package final class UsageStore: UsageArchive {
    /// Said once for each new kind of trouble with the file.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private let file: StoreFile
    private let lane: BlockingLane
    private var lastTrouble = ""

    package init(path: String, lane: BlockingLane) {
        file = StoreFile(path: path)
        self.lane = lane
    }

    package func load(from hour: UInt64) async throws(UsageArchiveError) -> [StoredUsage] {
        try await onFile { file throws(StoreError) in try file.usage(from: hour) }
    }

    package func hours(
        of card: String, from: UInt64, to: UInt64
    ) async throws(UsageArchiveError) -> [UsageHour: UsageAmount] {
        try await onFile { file throws(StoreError) in try file.hours(of: card, from: from, to: to) }
    }

    package func write(_ batches: [UsageBatch], forgetting old: [ForgottenUsage]) async throws(UsageArchiveError) {
        try await onFile { file throws(StoreError) in try file.write(batches, forgetting: old) }
        lastTrouble = ""
    }

    package func setLimit(_ limit: UsageLimit?, of batch: UsageBatch) async throws(UsageArchiveError) {
        try await onFile { file throws(StoreError) in try file.write(limit, of: batch) }
    }

    private func onFile<Outcome: Sendable>(
        _ work: @escaping @Sendable (StoreFile) throws(StoreError) -> Outcome
    ) async throws(UsageArchiveError) -> Outcome {
        do throws(StoreError) {
            return try await lane.run { [file] () throws(StoreError) in try work(file) }
        } catch {
            report("\(file.path): \(error)")
            throw UsageArchiveError("\(error)")
        }
    }

    private func report(_ trouble: String) {
        if trouble == lastTrouble { return }
        lastTrouble = trouble
        onTrouble("what was used is not kept for now: \(trouble)")
    }
}
