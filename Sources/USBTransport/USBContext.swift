internal import CUSB
internal import EventLoop
internal import Glibc
internal import ModemCore
internal import Synchronization

/// libusb's pointer to a context or a device handle.
///
/// `@unchecked Sendable`: libusb locks what it shares, so that the lane may use them beside the loop; whoever holds one
/// sees to it that it is released once, and last.
struct USBPointer: @unchecked Sendable {
    let raw: OpaquePointer
}

/// libusb on the event loop: its descriptors are watched there and its callbacks run there. Starts no thread.
@LoopActor final class USBContext {
    private enum Change {
        case added(Int32, DescriptorEvents)
        case removed(Int32)
    }

    nonisolated let pointer: USBPointer
    private nonisolated let changes = Mutex<[Change]>([])
    private var watches: [Int32: DescriptorWatch] = [:]

    init() throws(StorageError) {
        _ = cusb_disable_device_discovery()
        var context: OpaquePointer?
        let failed = libusb_init(&context)
        guard failed == 0, let context else { throw StorageError(libusb: failed) }
        pointer = USBPointer(raw: context)
        // Unretained: the notifiers are taken out again before this object goes.
        libusb_set_pollfd_notifiers(
            context, Self.descriptorAdded, Self.descriptorRemoved, Unmanaged.passUnretained(self).toOpaque())
        watchInitial()
    }

    isolated deinit {
        libusb_set_pollfd_notifiers(pointer.raw, nil, nil, nil)
        for watch in watches.values { watch.cancel() }
        libusb_exit(pointer.raw)
    }

    var watchedDescriptors: Set<Int32> { Set(watches.keys) }

    private func watchInitial() {
        guard let list = libusb_get_pollfds(pointer.raw) else { return }
        defer { libusb_free_pollfds(list) }
        var next = list
        while let entry = next.pointee {
            apply(
                .added(entry.pointee.fd, DescriptorEvents(rawValue: UInt32(UInt16(bitPattern: entry.pointee.events)))))
            next += 1
        }
    }

    // Written outside of any isolated function: there the compiler would take these for isolated too, and the runtime
    // would end the program when libusb calls them on the lane.
    private nonisolated static let descriptorAdded: libusb_pollfd_added_cb = { descriptor, events, user in
        from(user)?.note(.added(descriptor, DescriptorEvents(rawValue: UInt32(UInt16(bitPattern: events)))))
    }
    private nonisolated static let descriptorRemoved: libusb_pollfd_removed_cb = { descriptor, user in
        from(user)?.note(.removed(descriptor))
    }

    private nonisolated static func from(_ user: UnsafeMutableRawPointer?) -> USBContext? {
        user.map { Unmanaged<USBContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Called by libusb where a device is opened or closed: on the lane, or on the loop.
    private nonisolated func note(_ change: Change) {
        changes.withLock { $0.append(change) }
        if EventLoop.main.isOnLoop {
            LoopActor.assume { applyChanges() }
        } else {
            // Before the lane's result, which is queued after it.
            Task { @LoopActor in applyChanges() }
        }
    }

    private func applyChanges() {
        let pending = changes.withLock { changes in
            defer { changes.removeAll() }
            return changes
        }
        for change in pending { apply(change) }
    }

    private func apply(_ change: Change) {
        switch change {
        case .added(let descriptor, let events):
            watches[descriptor]?.cancel()
            // Poll's and epoll's bits are the same on Linux. Without a watch the transfers of the device time out.
            watches[descriptor] = try? DescriptorWatch(descriptor, for: events) { [unowned self] _ in handleEvents() }
        case .removed(let descriptor):
            watches.removeValue(forKey: descriptor)?.cancel()
        }
    }

    private func handleEvents() {
        var now = timeval()
        libusb_handle_events_timeout_completed(pointer.raw, &now, nil)
    }
}
