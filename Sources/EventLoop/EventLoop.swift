internal import CPosix
internal import Glibc
internal import Synchronization

/// One thread, one epoll set: the reactor of the program and the executor of ``LoopActor``.
///
/// Jobs, descriptors and timers all run on the thread that called ``run()``. Nothing here starts a thread.
/// `@unchecked Sendable`: everything but `inbox` and `owner` is touched on the owning thread only, and each entry point
/// checks that.
package final class EventLoop: SerialExecutor, @unchecked Sendable {
    /// The loop of this process, executor of ``LoopActor``.
    package static let main = EventLoop()

    private let epoll: Int32
    private let wakeup: Int32
    private let inbox = Mutex<[UnownedJob]>([])
    private let owner = Mutex<pthread_t?>(nil)
    private var jobs: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var scheduled: [@LoopActor () -> Void] = []
    private var watches: [UInt64: DescriptorWatch] = [:]
    private var nextTag: UInt64 = 1
    private var stopped = false
    private var readyEvents = [UInt32](repeating: 0, count: 64)
    private var readyTags = [UInt64](repeating: 0, count: 64)

    private static let wakeupTag: UInt64 = 0

    private init() {
        epoll = cposix_epoll_create()
        wakeup = cposix_eventfd()
        // The first thing a program does: there is nothing yet to go on without a loop.
        guard epoll >= 0, wakeup >= 0 else { fatalError("no epoll or eventfd: the process has no descriptors left") }
        _ = cposix_epoll_add(epoll, wakeup, EPOLLIN.rawValue, Self.wakeupTag)
    }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) { enqueue(UnownedJob(job)) }

    package func enqueue(_ job: UnownedJob) {
        if isOnLoop {
            jobs.append(job)
            return
        }
        let wasEmpty = inbox.withLock { queue in
            queue.append(job)
            return queue.count == 1
        }
        if wasEmpty { wake() }
    }

    package func checkIsolated() {
        precondition(isOnLoop, "this code belongs on the event loop's thread")
    }

    package func isIsolatingCurrentContext() -> Bool? { isOnLoop }

    package var isOnLoop: Bool {
        owner.withLock { owner in owner.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    // MARK: Running

    /// Takes over the calling thread until ``stop()``.
    package func run() {
        owner.withLock { $0 = pthread_self() }
        stopped = false
        while !stopped {
            runJobs()
            wait(limit: jobs.isEmpty && scheduled.isEmpty ? -1 : 0)
        }
    }

    /// Ends ``run()`` after the current turn.
    package func stop() {
        checkIsolated()
        stopped = true
    }

    /// Runs `work` on the next turn, after the descriptors that are ready now have been served.
    package func schedule(_ work: @escaping @LoopActor () -> Void) {
        checkIsolated()
        scheduled.append(work)
    }

    // One batch a turn: work that keeps enqueuing more must not keep descriptors from being served.
    private func runJobs() {
        inbox.withLock { queue in
            jobs.append(contentsOf: queue)
            queue.removeAll(keepingCapacity: true)
        }
        let later = scheduled
        scheduled.removeAll(keepingCapacity: true)
        for work in later { LoopActor.assume { work() } }
        swap(&jobs, &running)
        let executor = asUnownedSerialExecutor()
        for job in running { job.runSynchronously(on: executor) }
        running.removeAll(keepingCapacity: true)
    }

    private func wait(limit: Int32) {
        if stopped { return }
        let count = cposix_epoll_wait(epoll, &readyEvents, &readyTags, Int32(readyTags.count), limit)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            if readyTags[index] == Self.wakeupTag {
                var value: UInt64 = 0
                _ = read(wakeup, &value, 8)
            } else if let watch = watches[readyTags[index]] {
                let events = DescriptorEvents(rawValue: readyEvents[index])
                LoopActor.assume { watch.deliver(events) }
            }
        }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, 8)
    }

    // MARK: Descriptors

    func add(_ watch: DescriptorWatch, events: DescriptorEvents) throws(SystemError) -> UInt64 {
        checkIsolated()
        let tag = nextTag
        nextTag += 1
        try SystemError.check("epoll_ctl", cposix_epoll_add(epoll, watch.descriptor, events.rawValue, tag))
        watches[tag] = watch
        return tag
    }

    func modify(_ tag: UInt64, events: DescriptorEvents) {
        checkIsolated()
        guard let watch = watches[tag] else { return }
        _ = cposix_epoll_modify(epoll, watch.descriptor, events.rawValue, tag)
    }

    func remove(_ tag: UInt64) {
        checkIsolated()
        guard let watch = watches.removeValue(forKey: tag) else { return }
        _ = cposix_epoll_remove(epoll, watch.descriptor)
    }

    /// Descriptors being watched, for leak checks.
    package var watchCount: Int { watches.count }
}
