internal import CPosix
internal import EventLoop
internal import Glibc

/// Says when a file of a folder was put in place or taken away. What changed is for the owner to look up.
///
/// By inotify; a user has few instances of it (128, shared by all processes) and a limit of watches, and a call is not
/// refused because others have taken them: then the owner is told to look in short intervals.
@LoopActor final class FolderWatch {
    /// How often to look where nobody says anything.
    static let interval: Duration = .milliseconds(250)

    /// Called after a change; set before anything can happen.
    var changed: (@LoopActor () -> Void)?
    private var notification: Notification?
    private var looking: Task<Void, any Error>?

    /// - Parameter inotify: opens an instance that watches a folder for the events of a mask; -`errno` if it cannot.
    init(
        _ path: String, clock: any Clock<Duration>, inotify: (String, UInt32) -> Int32 = { cposix_inotify($0, $1) }
    ) throws(SystemError) {
        do throws(SystemError) {
            let mask = UInt32(IN_MOVED_TO) | UInt32(IN_DELETE) | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)
            let instance = try SystemError.check("inotify \(path)", inotify(path, mask))
            notification = try Notification(OwnedDescriptor(owning: instance)) { [unowned self] in changed?() }
        } catch {
            guard error.code == EMFILE || error.code == ENOSPC else { throw error }
            looking = Task { @LoopActor [weak self] in
                while true {
                    try await clock.sleep(for: Self.interval)
                    // It may have been due already when it was cancelled.
                    try Task.checkCancellation()
                    guard let self else { return }
                    self.changed?()
                }
            }
        }
    }

    /// No call of ``changed`` follows. Must be called before the last reference goes.
    func cancel() {
        notification?.cancel()
        notification = nil
        looking?.cancel()
    }
}

extension FolderWatch {
    /// One instance of inotify.
    @LoopActor private final class Notification {
        private let instance: OwnedDescriptor
        private var watch: DescriptorWatch?

        init(_ instance: consuming OwnedDescriptor, changed: @escaping @LoopActor () -> Void) throws(SystemError) {
            self.instance = instance
            watch = try DescriptorWatch(self.instance.number, for: .readable) { [unowned self] _ in
                discard()
                changed()
            }
        }

        func cancel() { watch?.cancel() }

        // One read a turn: the rest is reported again.
        private func discard() {
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
                _ = read(instance.number, buffer.baseAddress, buffer.count)
            }
        }
    }
}
