import CPosix
import EventLoop
import Glibc
import Synchronization
import TestSupport
import Testing

/// What blocks has a thread of its own, and the loop goes on.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct BlockingLaneTests {
    /// Blocks until it is told to go on, as an fsync of a slow disk or the close of a port that does not drain.
    private final class Obstacle: Sendable {
        private let gate: Mutex<Bool> = Mutex(false)

        nonisolated func block() {
            while !gate.withLock({ $0 }) { usleep(500) }
        }

        nonisolated func clear() { gate.withLock { $0 = true } }
    }

    private final class Record: Sendable {
        private let entries: Mutex<[Int]> = Mutex([])

        nonisolated func add(_ entry: Int) { entries.withLock { $0.append(entry) } }
        nonisolated var all: [Int] { entries.withLock { $0 } }
    }

    private var threads: Int {
        guard let folder = opendir("/proc/self/task") else { return -1 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }

    @Test func theLoopServesOthersWhileTheLaneIsStuck() async throws {
        let obstacle = Obstacle()
        let lane = BlockingLane()
        let stuck = Task { @LoopActor in await lane.run { obstacle.block() } }
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        let (reading, writing) = (ends[0], ends[1])
        let clock = LoopClock.monotonic
        // A loop that waited for the lane would not get through this: nobody would clear the obstacle.
        for _ in 1...100 {
            #expect(write(writing, "x", 1) == 1)
            #expect(try await readOne(from: reading) == 1)
            try await clock.sleep(for: .microseconds(100))
        }
        obstacle.clear()
        await stuck.value
        _ = close(reading)
        _ = close(writing)
    }

    @Test func whatIsOnTheLaneKeepsItsOrder() async {
        let obstacle = Obstacle()
        let lane = BlockingLane()
        let done = Record()
        lane.submit { obstacle.block() }
        for number in 1...100 { lane.submit { done.add(number) } }
        #expect(done.all.isEmpty)
        obstacle.clear()
        await lane.run {}
        #expect(done.all == Array(1...100))
    }

    @Test func errorsComeBackToTheLoop() async {
        let lane = BlockingLane()
        await #expect(throws: SystemError(call: "fsync", code: EBADF)) {
            try await lane.run { () throws(SystemError) in try SystemError.checkErrno("fsync", Int(fsync(-1))) }
        }
    }

    @Test func theThreadIsGoneWhenThereIsNothingToDo() async throws {
        let before = threads
        let lane = BlockingLane()
        for _ in 1...20 { await lane.run {} }
        var left = threads
        // It ends after its last piece of work has returned here.
        for _ in 1...1000 where left > before {
            try await LoopClock.monotonic.sleep(for: .milliseconds(1))
            left = threads
        }
        #expect(left <= before + 2, "other suites may have lanes of their own")
    }

    @Test func aFileIsSyncedWithoutTheLoop() async throws {
        var template = Array("/tmp/zte-lane-test-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        try #require(file >= 0)
        unlink(template)
        #expect(write(file, "x", 1) == 1)
        let obstacle = Obstacle()
        let turning = Task { @LoopActor in
            for _ in 1...10 { try await LoopClock.monotonic.sleep(for: .microseconds(50)) }
            obstacle.clear()
        }
        let lane = BlockingLane()
        let result = await lane.run { () -> Int32 in
            // As on a slow disk: not done before the loop has turned several times.
            obstacle.block()
            return fsync(file)
        }
        try await turning.value
        #expect(result == 0)
        _ = close(file)
    }

    private func readOne(from descriptor: Int32) async throws -> Int {
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        let watch = try DescriptorWatch(descriptor, for: .readable) { _ in continuation.yield() }
        defer { watch.cancel() }
        for await _ in ready {
            var byte: UInt8 = 0
            return read(descriptor, &byte, 1)
        }
        return 0
    }
}
