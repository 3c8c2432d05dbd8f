import EventLoop
internal import Glibc

/// One attached device: requests in from the kernel's socket, answers out, transfers kept until there is data for them.
@LoopActor final class USBIPConnection {
    private let socket: Int32
    private var face: any USBFace
    private let onClose: @LoopActor (String) -> Void
    private var watch: DescriptorWatch?
    private var stream = USBIPStream()
    private var pending = PendingTransfers()
    private var outgoing: [UInt8] = []
    private var ready: Set<UInt8> = []
    private var readBuffer = [UInt8](repeating: 0, count: 64 << 10)

    /// Takes ownership of `socket`. `onClose` is called once, with the reason, when the other side ends it.
    init(
        socket: Int32, face: any USBFace, onClose: @escaping @LoopActor (String) -> Void
    ) throws(SystemError) {
        self.socket = socket
        self.face = face
        self.onClose = onClose
        watch = try DescriptorWatch(socket, for: .readable) { [weak self] events in self?.serve(events) }
        face.onReady = { [weak self] endpoint in self?.markReady(endpoint) }
    }

    isolated deinit { close() }

    /// Pulls the plug. Nothing is answered any more.
    func close() {
        guard let watch else { return }
        watch.cancel()
        self.watch = nil
        face.onReady = nil
        _ = Glibc.close(socket)
        face.detached()
    }

    /// The device is another one from here on, without leaving the bus: what a host may find after a reset.
    func become(_ next: any USBFace) {
        face.onReady = nil
        face.detached()
        face = next
        next.onReady = { [weak self] endpoint in self?.markReady(endpoint) }
    }

    private func fail(_ reason: String) {
        if watch == nil { return }
        close()
        onClose(reason)
    }

    // MARK: In

    private func serve(_ events: DescriptorEvents) {
        if events.contains(.writable) { flush() }
        if events.isDisjoint(with: [.readable, .hungUp, .failed]) { return }
        // The handler may drop the last reference to this connection.
        let count = recv(socket, &readBuffer, readBuffer.count, Int32(MSG_DONTWAIT))
        if count == 0 { return fail("the host closed the connection") }
        if count < 0 {
            if errno != EAGAIN && errno != EINTR { fail("recv: \(String(cString: strerror(errno)))") }
            return
        }
        readBuffer.withUnsafeBytes { stream.append($0.prefix(count)) }
        do throws(USBIPError) {
            while watch != nil, let request = try stream.next() { try handle(request) }
        } catch {
            return fail("not USB/IP: \(error)")
        }
        flush()
    }

    private func handle(_ request: USBIPRequest) throws(USBIPError) {
        switch request {
        case .unlink(let sequence, let victim):
            let status = pending.unlink(victim) ? USBIP.Status.unlinked : USBIP.Status.ok
            USBIP.appendUnlinkAnswer(to: &outgoing, sequence: sequence, status: status)
        case .submit(let submit) where submit.isControl:
            answerControl(submit)
        case .submit(let submit):
            if pending.isFull { throw .tooLong(pending.count) }
            pending.add(submit)
            pump(submit.endpoint)
        }
    }

    private func answerControl(_ submit: USBIPSubmit) {
        switch face.control(submit.setup, data: submit.data) {
        case .data(let data):
            let reply = submit.isIn ? Array(data.prefix(submit.length)) : []
            answer(submit, USBIP.Status.ok, count: submit.isIn ? reply.count : submit.data.count, reply)
        case .stall:
            answer(submit, USBIP.Status.stall, count: 0)
        }
    }

    // MARK: Endpoints

    private func markReady(_ endpoint: UInt8) {
        // Coming from inside a face: answer on the next turn, once for all that happens in this one.
        if ready.isEmpty { EventLoop.main.schedule { [weak self] in self?.pumpReady() } }
        ready.insert(endpoint)
    }

    private func pumpReady() {
        let endpoints = ready
        ready = []
        for endpoint in endpoints where watch != nil { pump(endpoint) }
        flush()
    }

    private func pump(_ endpoint: UInt8) {
        while let submit = pending.first(on: endpoint) {
            guard submit.isIn ? completeIn(submit) : completeOut(submit) else { return }
            pending.removeFirst(on: endpoint)
        }
    }

    private func completeIn(_ submit: USBIPSubmit) -> Bool {
        switch face.produce(endpoint: submit.endpoint, limit: submit.length) {
        case nil: return false
        case .data(let data): answer(submit, USBIP.Status.ok, count: data.count, data)
        case .stall: answer(submit, USBIP.Status.stall, count: 0)
        }
        return true
    }

    private func completeOut(_ submit: USBIPSubmit) -> Bool {
        switch face.receive(submit.data, endpoint: submit.endpoint) {
        case .later: return false
        case .taken: answer(submit, USBIP.Status.ok, count: submit.data.count)
        case .stall: answer(submit, USBIP.Status.stall, count: 0)
        }
        return true
    }

    // MARK: Out

    private func answer(_ submit: USBIPSubmit, _ status: Int32, count: Int, _ data: [UInt8] = []) {
        USBIP.appendAnswer(to: &outgoing, sequence: submit.sequence, status: status, count: count, data: data)
    }

    private func flush() {
        guard let watch else { return }
        while !outgoing.isEmpty {
            let count = send(socket, outgoing, outgoing.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            if count < 0 {
                if errno == EAGAIN || errno == EINTR { break }
                return fail("send: \(String(cString: strerror(errno)))")
            }
            if count == outgoing.count {
                outgoing.removeAll(keepingCapacity: true)
            } else {
                outgoing.removeFirst(count)
            }
        }
        watch.update(outgoing.isEmpty ? .readable : [.readable, .writable])
    }
}
