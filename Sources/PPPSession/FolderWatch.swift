internal import CPosix
internal import EventLoop
internal import Glibc

/// Says when a file of a folder was put in place or taken away (inotify). What changed is for the owner to look up.
@LoopActor final class FolderWatch {
    /// Called after a change; set before anything can happen.
    var changed: (@LoopActor () -> Void)?
    private let descriptor: Int32
    private var watch: DescriptorWatch?

    init(_ path: String) throws(SystemError) {
        let mask = UInt32(IN_MOVED_TO) | UInt32(IN_DELETE) | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)
        descriptor = try SystemError.check("inotify \(path)", cposix_inotify(path, mask))
        do throws(SystemError) {
            watch = try DescriptorWatch(descriptor, for: .readable) { [unowned self] _ in
                discard()
                changed?()
            }
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    /// No call of ``changed`` follows. Must be called before the last reference goes.
    func cancel() {
        guard let watch else { return }
        watch.cancel()
        self.watch = nil
        _ = close(descriptor)
    }

    // One read a turn: the rest is reported again.
    private func discard() {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            _ = read(descriptor, buffer.baseAddress, buffer.count)
        }
    }
}
