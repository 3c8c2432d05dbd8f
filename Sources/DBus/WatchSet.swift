internal import CDBus
internal import EventLoop

/// libdbus' interest in descriptors, carried to the event loop. libdbus asks twice for one socket (reading, writing);
/// the loop knows a descriptor once.
@LoopActor final class WatchSet {
    private struct Entry {
        let watch: DescriptorWatch
        var interests: [OpaquePointer]
    }

    private let connection: OpaquePointer
    private let ready: @LoopActor () -> Void
    private var entries: [Int32: Entry] = [:]
    /// libdbus is reading or writing; ``ready`` is called when it has.
    private(set) var isServing = false

    /// - Parameter ready: called after a descriptor was served, when messages may have arrived.
    init(_ connection: OpaquePointer, ready: @escaping @LoopActor () -> Void) throws(BusError) {
        self.connection = connection
        self.ready = ready
        // The set outlives the registration: `cancel()` takes it back before the owner lets go of the set.
        let me = Unmanaged.passUnretained(self).toOpaque()
        let installed = dbus_connection_set_watch_functions(
            connection,
            { interest, set in WatchSet.onLoop(interest, set) { $0.add($1) } ? 1 : 0 },
            { interest, set in _ = WatchSet.onLoop(interest, set) { $0.remove($1) } },
            { interest, set in _ = WatchSet.onLoop(interest, set) { $0.update($1) } },
            me, nil)
        guard installed != 0 else { throw .outOfMemory }
    }

    /// Takes every interest back; libdbus calls ``remove(_:)`` for each.
    func cancel() {
        _ = dbus_connection_set_watch_functions(connection, nil, nil, nil, nil, nil)
    }

    private nonisolated static func onLoop(
        _ interest: OpaquePointer?, _ set: UnsafeMutableRawPointer?,
        _ body: @LoopActor (WatchSet, OpaquePointer) -> Bool
    ) -> Bool {
        guard let interest, let set else { return false }
        // libdbus is called on the loop's thread only, and so calls back there; `assume` checks it.
        nonisolated(unsafe) let pointers = (interest: interest, set: set)
        return LoopActor.assume {
            body(Unmanaged<WatchSet>.fromOpaque(pointers.set).takeUnretainedValue(), pointers.interest)
        }
    }

    private func add(_ interest: OpaquePointer) -> Bool {
        let descriptor = dbus_watch_get_unix_fd(interest)
        if entries[descriptor] == nil {
            guard
                let watch = try? DescriptorWatch(
                    descriptor, for: [], handler: { [unowned self] in serve(descriptor, $0) })
            else { return false }
            entries[descriptor] = Entry(watch: watch, interests: [])
        }
        entries[descriptor]?.interests.append(interest)
        return update(interest)
    }

    private func remove(_ interest: OpaquePointer) -> Bool {
        let descriptor = dbus_watch_get_unix_fd(interest)
        guard var entry = entries.removeValue(forKey: descriptor) else { return false }
        entry.interests.removeAll { $0 == interest }
        if entry.interests.isEmpty {
            entry.watch.cancel()
        } else {
            entries[descriptor] = entry
            update(interest)
        }
        return true
    }

    @discardableResult
    private func update(_ interest: OpaquePointer) -> Bool {
        guard let entry = entries[dbus_watch_get_unix_fd(interest)] else { return false }
        var events: DescriptorEvents = []
        for interest in entry.interests where dbus_watch_get_enabled(interest) != 0 {
            let flags = dbus_watch_get_flags(interest)
            if flags & DBUS_WATCH_READABLE.rawValue != 0 { events.insert(.readable) }
            if flags & DBUS_WATCH_WRITABLE.rawValue != 0 { events.insert(.writable) }
        }
        entry.watch.update(events)
        return true
    }

    private func serve(_ descriptor: Int32, _ events: DescriptorEvents) {
        var flags: UInt32 = 0
        if events.contains(.readable) { flags |= DBUS_WATCH_READABLE.rawValue }
        if events.contains(.writable) { flags |= DBUS_WATCH_WRITABLE.rawValue }
        if events.contains(.failed) { flags |= DBUS_WATCH_ERROR.rawValue }
        if events.contains(.hungUp) { flags |= DBUS_WATCH_HANGUP.rawValue }
        let always = DBUS_WATCH_ERROR.rawValue | DBUS_WATCH_HANGUP.rawValue
        isServing = true
        for interest in entries[descriptor]?.interests ?? [] {
            // Serving one may have taken back the next.
            guard entries[descriptor]?.interests.contains(interest) == true else { continue }
            let wanted = flags & (dbus_watch_get_flags(interest) | always)
            if wanted != 0, dbus_watch_get_enabled(interest) != 0 { _ = dbus_watch_handle(interest, wanted) }
        }
        isServing = false
        ready()
    }
}
