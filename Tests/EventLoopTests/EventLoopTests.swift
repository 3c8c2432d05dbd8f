import CPosix
import Glibc
import TestSupport
import Testing

@testable import EventLoop

@Suite(.eventLoop) @LoopActor struct EventLoopTests {
    @Test func sleepersWakeInTheOrderOfTheirDeadlines() async throws {
        var order: [Int] = []
        let late = Task { @LoopActor in
            // Longer than the other task may take to begin on a busy machine.
            try await LoopClock.monotonic.sleep(for: .seconds(1))
            order.append(2)
        }
        let early = Task { @LoopActor in
            try await LoopClock.monotonic.sleep(for: .milliseconds(5))
            order.append(1)
        }
        try await late.value
        try await early.value
        #expect(order == [1, 2])
    }

    /// On a queue of its own: nobody else's timer wakes it.
    @Test func whoCanWaitWakesWithWhoCannot() async throws {
        let clock = LoopClock.monotonic
        let queue = TimerQueue(countsSuspend: false)
        let start = clock.now
        let patient = Task { @LoopActor in
            try await queue.sleep(until: start.advanced(by: .milliseconds(10)), tolerance: .seconds(3600))
            return start.duration(to: clock.now)
        }
        try await queue.sleep(until: start.advanced(by: .milliseconds(200)), tolerance: .zero)
        #expect(try await patient.value >= .milliseconds(200))
    }

    @Test(arguments: [LoopClock.monotonic, .boottime])
    func aSleepTakesAtLeastItsTime(clock: LoopClock) async throws {
        let start = clock.now
        try await clock.sleep(for: .milliseconds(3))
        #expect(start.duration(to: clock.now) >= .milliseconds(3))
    }

    @Test func cancellingASleepEndsItAtOnce() async {
        let sleeper = Task { @LoopActor in try await LoopClock.monotonic.sleep(for: .seconds(3600)) }
        await Task.yield()
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test func aDeadlineCancelsTheWorkAndSaysSo() async {
        let clock = TestClock()
        let outcome = Task { @LoopActor in
            try await withDeadline(.seconds(3), clock: clock) {
                try await LoopClock.monotonic.sleep(for: .seconds(3600))
            }
        }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3))
        await #expect(throws: DeadlineExceeded.self) { try await outcome.value }
    }

    @Test func aWatchReportsDataAndIsSilentOnceCancelled() async throws {
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let (events, continuation) = AsyncStream<DescriptorEvents>.makeStream()
        let watch = try DescriptorWatch(ends[0], for: .readable) { continuation.yield($0) }
        _ = write(ends[1], "x", 1)
        var iterator = events.makeAsyncIterator()
        let first = await iterator.next()
        #expect(first?.contains(.readable) == true)
        watch.cancel()
        continuation.finish()
        _ = close(ends[0])
        _ = close(ends[1])
    }

    @Test func theBlockingLaneReturnsResultsWhileTheLoopGoesOn() async throws {
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let (reading, writing) = (ends[0], ends[1])
        // Ends only when the loop has had its turns; a lane that ran on the loop would get nothing until its time is up.
        let slow = Task { @LoopActor in
            await BlockingLane.shared.run {
                var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
                return poll(&waiting, 1, 50_000) == 1
            }
        }
        for _ in 1...3 { try await LoopClock.monotonic.sleep(for: .milliseconds(1)) }
        #expect(write(writing, "x", 1) == 1)
        let wasTold = await slow.value
        #expect(wasTold)
        _ = close(reading)
        _ = close(writing)
    }
}

@Suite(.eventLoop) @LoopActor struct ChildProcessTests {
    @Test(arguments: [("exit 7", ProcessEnd.exited(7)), ("kill -15 $$", .killed(signal: SIGTERM))])
    func theEndIsReported(script: String, end: ProcessEnd) async throws {
        let child = try ChildProcess(.init(path: "/bin/sh", arguments: ["-c", script]))
        let status = await child.end()
        #expect(status == end)
        #expect(!child.isRunning)
    }

    @Test func aMissingProgramIsNamed() {
        #expect(throws: SystemError(call: "/no/such/program", code: ENOENT)) {
            try ChildProcess(.init(path: "/no/such/program"))
        }
    }

    @Test func aChildThatIgnoresSigtermIsKilledAfterTheGrace() async throws {
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let child = try ChildProcess(
            .init(
                path: "/bin/sh", arguments: ["-c", "trap '' TERM; echo ready; exec tail -f /dev/null"],
                environment: ["PATH": "/bin:/usr/bin"], descriptors: [1: ends[1]], parentDeathSignal: SIGKILL))
        // The line says that the trap is set.
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        let watch = try DescriptorWatch(ends[0], for: .readable) { _ in continuation.yield() }
        var iterator = ready.makeAsyncIterator()
        await iterator.next()
        watch.cancel()
        let clock = TestClock()
        let end = Task { @LoopActor in await child.terminate(grace: .seconds(5), clock: clock) }
        await clock.waitForSleepers()
        #expect(child.isRunning)
        clock.advance(by: .seconds(5))
        let status = await end.value
        #expect(status == .killed(signal: SIGKILL))
        _ = close(ends[0])
        _ = close(ends[1])
    }

    @Test func onlyMappedDescriptorsAreOpenInTheChild() async throws {
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let child = try ChildProcess(
            .init(
                path: "/bin/sh", arguments: ["-c", "ls /proc/self/fd | tr '\\n' ' ' >&9"],
                environment: ["PATH": "/bin:/usr/bin"], descriptors: [9: ends[1]]))
        _ = await child.end()
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(ends[0], &buffer, buffer.count)
        let open = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        #expect(open.split(separator: " ").filter { $0 != "3" } == ["0", "1", "2", "9"])
        _ = close(ends[0])
        _ = close(ends[1])
    }
}
