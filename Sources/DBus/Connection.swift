internal import CDBus
package import EventLoop
internal import Glibc

/// A private connection to a message bus, driven by the event loop. Nothing here blocks.
///
/// Lost for good when the bus goes away: ``disconnected`` says so, every call under way fails, every stream ends. Open
/// another one then.
@LoopActor package final class Connection {
    package enum Bus: Hashable, Sendable {
        /// `DBUS_SYSTEM_BUS_ADDRESS`, or the well-known socket.
        case system
        /// `DBUS_SESSION_BUS_ADDRESS`, or the socket in `XDG_RUNTIME_DIR`.
        case session
        /// Such as `unix:path=/run/bus`.
        case address(String)
    }

    /// One element when the bus went away, and the end; the end alone after ``close()``. For one consumer.
    package nonisolated let disconnected: AsyncStream<Void>

    /// Our name on the bus, such as `:1.42`.
    package private(set) var uniqueName = ""

    typealias ReplyHandler = @LoopActor (Result<[Value], BusError>) -> Void

    let clock: any Clock<Duration>
    var pendingReplies: [UInt32: ReplyHandler] = [:]
    var subscriptions = Subscriptions()
    var ownership = Ownership()
    /// Answer the calls that arrive, each those for its own paths.
    private var attached: [AttachedTree] = []

    private enum State {
        case open(OpaquePointer, WatchSet)
        case closed
    }

    private var state = State.closed
    private var drainIsScheduled = false
    /// The queue is being emptied: what comes meanwhile is part of it.
    private var isDraining = false
    private let disconnection: AsyncStream<Void>.Continuation

    /// Served in one turn of the loop; ttys and timers get theirs in between.
    private static let messagesPerTurn = 32
    /// Bytes of messages received and not yet released, beyond which nothing more is read.
    private static let receivedSizeLimit = 1 << 20
    /// As many as the kernel passes in one message (SCM_MAX_FD). libdbus takes a message with more than it was told to
    /// expect for a broken connection and leaves the bus: any caller could throw us off it. Calls that bring some are
    /// refused by ``ObjectTree``.
    private static let descriptorLimit = 253

    /// Connects, authenticates and says hello.
    /// - Parameter timeout: for all of it; on a way that asks a person for a password it has to be long.
    /// - Throws: the bus' or libdbus' error, such as `org.freedesktop.DBus.Error.FileNotFound`.
    package static func open(
        _ bus: Bus, clock: any Clock<Duration> = LoopClock.monotonic, timeout: Duration = Connection.defaultTimeout
    ) async throws(BusError) -> Connection {
        let connection = try Connection(address: try bus.address, clock: clock)
        do throws(BusError) {
            let reply = try await connection.callBus("Hello", timeout: timeout)
            connection.uniqueName = try TypeList<String>.decode(reply)
        } catch {
            connection.close()
            throw error
        }
        return connection
    }

    private init(address: String, clock: any Clock<Duration>) throws(BusError) {
        self.clock = clock
        // The news are one; whoever asks late still gets them.
        (disconnected, disconnection) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let raw = try Self.connect(address)
        dbus_connection_set_exit_on_disconnect(raw, 0)
        dbus_connection_set_max_message_unix_fds(raw, Self.descriptorLimit)
        dbus_connection_set_max_received_unix_fds(raw, Self.descriptorLimit)
        dbus_connection_set_max_received_size(raw, Self.receivedSizeLimit)
        do throws(BusError) {
            state = .open(raw, try WatchSet(raw) { [unowned self] in drain() })
        } catch {
            Self.release(raw)
            throw error
        }
        observeQueue(of: raw)
    }

    isolated deinit { close() }

    /// Whether messages can be sent.
    package var isConnected: Bool {
        switch state {
        case .open(let raw, _): dbus_connection_get_is_connected(raw) != 0
        case .closed: false
        }
    }

    /// Leaves the bus. Everything under way fails; messages not yet written are lost (``flush()`` first). Safe to call
    /// twice.
    package func close() { shutDown() }

    /// Returns when the bus has taken everything sent before.
    package func flush() async throws(BusError) { _ = try await callBus("GetId") }

    func send(_ message: borrowing Message) throws(BusError) -> UInt32 {
        guard case .open(let raw, _) = state else { throw .disconnected }
        var serial: dbus_uint32_t = 0
        guard dbus_connection_send(raw, message.raw, &serial) != 0 else { throw .outOfMemory }
        return serial
    }

    // MARK: Opening and closing

    private static func connect(_ address: String) throws(BusError) -> OpaquePointer {
        var error = DBusError()
        dbus_error_init(&error)
        defer { dbus_error_free(&error) }
        let raw = OutboundText.withCString(address) { dbus_connection_open_private($0, &error) }
        if let raw { return raw }
        guard let name = error.name, let message = error.message else { throw .outOfMemory }
        throw BusError(name: String(cString: name), message: String(cString: message))
    }

    private static func release(_ raw: OpaquePointer) {
        dbus_connection_close(raw)
        dbus_connection_unref(raw)
    }

    private func shutDown() {
        guard case .open(let raw, let watches) = state else { return }
        state = .closed
        dbus_connection_set_dispatch_status_function(raw, nil, nil, nil)
        watches.cancel()
        Self.release(raw)
        disconnection.finish()
        let replies = pendingReplies
        pendingReplies = [:]
        for handler in replies.values { handler(.failure(.disconnected)) }
        let subscriptions = self.subscriptions
        self.subscriptions = Subscriptions()
        subscriptions.finish()
        for tree in trees { tree.detached(from: self) }
    }

    // MARK: Objects

    private struct AttachedTree {
        weak var tree: ObjectTree?
    }

    /// In the order they came.
    var trees: [ObjectTree] { attached.compactMap(\.tree) }

    func attach(_ tree: ObjectTree) { attached.append(AttachedTree(tree: tree)) }

    /// Whose path it is, or who has something below it; the first one where that is nobody's.
    private func tree(for path: ObjectPath?) -> ObjectTree? {
        let trees = self.trees
        guard trees.count > 1, let path else { return trees.first }
        return trees.first { $0.managerPath == path || $0.managerPath.contains(path) }
            ?? trees.first { path.contains($0.managerPath) } ?? trees.first
    }

    // MARK: Receiving

    /// Messages also arrive outside of a watch, such as the news that a write failed.
    private func observeQueue(of raw: OpaquePointer) {
        dbus_connection_set_dispatch_status_function(
            raw,
            { _, status, connection in
                guard status == DBUS_DISPATCH_DATA_REMAINS, let connection else { return }
                // On the loop's thread, which `assume` checks; unset before the connection goes.
                nonisolated(unsafe) let pointer = connection
                LoopActor.assume { Unmanaged<Connection>.fromOpaque(pointer).takeUnretainedValue().scheduleDrain() }
            }, Unmanaged.passUnretained(self).toOpaque(), nil)
    }

    private func scheduleDrain() {
        // After a descriptor was served the queue is looked at anyway: to be called once more for each message costs as much
        // as a short message does.
        guard !drainIsScheduled, !isDraining, case .open(_, let watches) = state, !watches.isServing else { return }
        drainIsScheduled = true
        EventLoop.main.schedule { [weak self] in
            self?.drainIsScheduled = false
            self?.drain()
        }
    }

    private func drain() {
        isDraining = true
        for _ in 0..<Self.messagesPerTurn {
            guard case .open(let raw, _) = state, let message = dbus_connection_pop_message(raw) else {
                isDraining = false
                return
            }
            receive(Message(owning: message))
        }
        isDraining = false
        scheduleDrain()
    }

    private func receive(_ message: consuming Message) {
        switch message.kind {
        case .call:
            if let tree = tree(for: message.path) {
                tree.receive(message, on: self)
            } else {
                refuse(message)
            }
        case .reply: receiveReply(message)
        case .error: take(reply: message.replySerial)?(.failure(message.error))
        case .signal:
            if dbus_message_is_signal(message.raw, "org.freedesktop.DBus.Local", "Disconnected") != 0 {
                disconnection.yield()
                shutDown()
            } else {
                receiveSignal(message)
            }
        case .unknown: break
        }
    }

    /// A client exports nothing.
    private func refuse(_ message: borrowing Message) {
        guard message.expectsReply else { return }
        let address = ReplyAddress(sender: message.sender, serial: message.serial, isExpected: true)
        answer(.failure(.unknownObject(message.path ?? .root)), to: address)
    }

    /// Sends the outcome of a call, unless nobody wants it. A caller that has left is the bus' affair.
    func answer(_ outcome: Result<[Value], BusError>, to address: ReplyAddress) {
        guard address.isExpected else { return }
        do throws(BusError) {
            let message = try Message.reply(to: address)
            try message.append(try outcome.get())
            _ = try send(message)
        } catch {
            if let message = try? Message.error(error, to: address) { _ = try? send(message) }
        }
    }
}

extension Connection.Bus {
    fileprivate var address: String {
        get throws(BusError) {
            switch self {
            case .system:
                return Self.variable("DBUS_SYSTEM_BUS_ADDRESS") ?? "unix:path=/run/dbus/system_bus_socket"
            case .session:
                if let address = Self.variable("DBUS_SESSION_BUS_ADDRESS") { return address }
                guard let directory = Self.variable("XDG_RUNTIME_DIR") else {
                    throw BusError(name: BusError.Name.notSupported, message: "There is no session bus here")
                }
                return "unix:path=\(directory)/bus"
            case .address(let address): return address
            }
        }
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value[0] != 0 else { return nil }
        return String(cString: value)
    }
}
