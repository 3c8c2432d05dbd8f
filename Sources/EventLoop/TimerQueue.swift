internal import CPosix
internal import Glibc

/// The sleepers of one kernel clock, woken by one timerfd that is armed for the first who cannot wait any longer; whoever
/// is due by then wakes with it.
@LoopActor final class TimerQueue {
    private static let monotonic = TimerQueue(countsSuspend: false)
    private static let boottime = TimerQueue(countsSuspend: true)

    static func queue(countsSuspend: Bool) -> TimerQueue { countsSuspend ? boottime : monotonic }

    private struct Sleeper {
        let deadline: LoopClock.Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let timer: Int32
    private let countsSuspend: Bool
    private var watch: DescriptorWatch?
    private var sleepers: [UInt64: Sleeper] = [:]
    private var order: [(deadline: LoopClock.Instant, latest: LoopClock.Instant, id: UInt64)] = []
    private var armed: UInt64 = 0
    private var nextID: UInt64 = 1

    init(countsSuspend: Bool) {
        self.countsSuspend = countsSuspend
        timer = cposix_timerfd(countsSuspend)
        // At the first sleep of the process: without timers nothing of it works, and nobody could be told.
        guard timer >= 0 else { fatalError("no timerfd: the process has no descriptors left") }
    }

    func sleep(until deadline: LoopClock.Instant, tolerance: Duration) async throws {
        let id = nextID
        nextID += 1
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(id, deadline, deadline.advanced(by: tolerance), continuation)
            }
        } onCancel: {
            // Cancellation may come from any thread; the queue belongs to the loop.
            if EventLoop.main.isOnLoop {
                LoopActor.assume { cancel(id) }
            } else {
                Task { @LoopActor in cancel(id) }
            }
        }
    }

    private func add(
        _ id: UInt64, _ deadline: LoopClock.Instant, _ latest: LoopClock.Instant,
        _ continuation: CheckedContinuation<Void, any Error>
    ) {
        if Task.isCancelled {
            continuation.resume(throwing: CancellationError())
            return
        }
        sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
        let place = order.firstIndex { $0.deadline > deadline } ?? order.endIndex
        order.insert((deadline, latest, id), at: place)
        arm()
    }

    private func cancel(_ id: UInt64) {
        guard let sleeper = sleepers.removeValue(forKey: id) else { return }
        order.removeAll { $0.id == id }
        sleeper.continuation.resume(throwing: CancellationError())
        arm()
    }

    private func arm() {
        if watch == nil {
            watch = try? DescriptorWatch(timer, for: .readable) { [unowned self] _ in fire() }
        }
        // 0 disarms; the past fires at once, as a deadline of 1 ns does.
        let next = order.min { $0.latest < $1.latest }.map { max($0.latest.nanoseconds, 1) } ?? 0
        if next != armed { _ = cposix_timerfd_arm(timer, next) }
        armed = next
    }

    private func fire() {
        var expirations: UInt64 = 0
        _ = read(timer, &expirations, 8)
        armed = 0
        let now = LoopClock(countsSuspend: countsSuspend).now
        while let first = order.first, first.deadline <= now {
            order.removeFirst()
            sleepers.removeValue(forKey: first.id)?.continuation.resume()
        }
        arm()
    }
}
