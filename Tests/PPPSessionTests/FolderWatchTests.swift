import EventLoop
import Glibc
import TestSupport
import Testing

@testable import PPPSession

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct FolderWatchTests {
    /// Other processes of the same user may have taken the last instance, or the last watch.
    @Test(arguments: [EMFILE, ENOSPC]) func withoutInotifyTheOwnerIsToldToLook(code: Int32) async throws {
        let watch = try FolderWatch("/nowhere", clock: LoopClock.monotonic) { _, _ in -code }
        let (looks, continuation) = AsyncStream<Void>.makeStream()
        watch.changed = { continuation.yield() }
        var told = looks.makeAsyncIterator()
        _ = await told.next()
        _ = await told.next()
        watch.cancel()
    }

    @Test func afterTheEndNobodyIsTold() async throws {
        let clock = TestClock()
        let watch = try FolderWatch("/nowhere", clock: clock) { _, _ in -EMFILE }
        var looks = 0
        watch.changed = { looks += 1 }
        await clock.waitForSleepers(1)
        clock.advance(by: FolderWatch.interval)
        // It is due, and has not run yet.
        watch.cancel()
        for _ in 1...100 { await Task.yield() }
        #expect(looks == 0)
    }

    @Test func whatIsWrongWithTheFolderIsSaid() {
        #expect(throws: SystemError(call: "inotify /nowhere", code: ENOENT)) {
            _ = try FolderWatch("/nowhere", clock: LoopClock.monotonic) { _, _ in -ENOENT }
        }
    }
}
