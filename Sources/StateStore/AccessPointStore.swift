package import EventLoop
package import ModemCore

/// Which access point worked with which SIM, in the file of ``StateStore``: load that first, and give both the same lane.
@LoopActor package final class AccessPointStore: AccessPointMemory {
    /// More SIMs than anybody has; the one that was learnt longest ago goes first.
    package nonisolated static let cardLimit = 256

    /// Said once for each new kind of trouble with the file.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private let file: StoreFile
    private let lane: BlockingLane
    private let wallClock: @LoopActor () -> UInt64
    private var accessPoints: [String: AccessPointKey] = [:]
    private var lastTrouble = ""

    /// - Parameter wallClock: seconds since 1970.
    package init(path: String, lane: BlockingLane, wallClock: @escaping @LoopActor () -> UInt64) {
        file = StoreFile(path: path)
        self.lane = lane
        self.wallClock = wallClock
    }

    /// Reads the file; before this nothing is remembered.
    package func load() async {
        do throws(StoreError) {
            accessPoints = try await lane.run { [file] () throws(StoreError) in try file.accessPoints() }
        } catch {
            report("\(file.path): \(error)")
        }
    }

    package func accessPoint(for card: String) -> AccessPointKey? { accessPoints[card] }

    package func remember(_ accessPoint: AccessPointKey, for card: String) {
        guard accessPoints[card] != accessPoint else { return }
        accessPoints.remember(accessPoint, for: card, atMost: Self.cardLimit)
        let now = wallClock()
        // On the lane when this returns, so that a flush of it comes after this.
        Task.immediate { @LoopActor [lane, file] in
            do throws(StoreError) {
                try await lane.run { () throws(StoreError) in try file.write(accessPoint, for: card, learnt: now) }
            } catch {
                report("what was learnt is not kept: \(error)")
            }
        }
    }

    private func report(_ trouble: String) {
        if trouble == lastTrouble { return }
        lastTrouble = trouble
        onTrouble(trouble)
    }
}
