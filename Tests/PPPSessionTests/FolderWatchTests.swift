import EventLoop
import Glibc
import TestSupport
import Testing

@testable import PPPSession

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct FolderWatchTests {
    /// Another process of the same user may have taken the last instance.
    @Test func withoutInotifyTheOwnerIsToldToLook() async throws {
        let watch = try FolderWatch("/nowhere", clock: LoopClock.monotonic) { _, _ in -EMFILE }
        let (looks, continuation) = AsyncStream<Void>.makeStream()
        watch.changed = { continuation.yield() }
        var told = looks.makeAsyncIterator()
        _ = await told.next()
        _ = await told.next()
        watch.cancel()
    }

    @Test func whatIsWrongWithTheFolderIsSaid() {
        #expect(throws: SystemError(call: "inotify /nowhere", code: ENOENT)) {
            _ = try FolderWatch("/nowhere", clock: LoopClock.monotonic) { _, _ in -ENOENT }
        }
    }
}
