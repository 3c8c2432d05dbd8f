internal import CPosix
package import EventLoop
internal import Glibc

/// The modem without a bus: one AT port on a pseudo terminal, for tests that need no kernel module and no root.
///
/// A pty has no modem lines: a call ends by the far end or the control socket, not by DTR.
@LoopActor package final class PtyModem {
    package let modem: VirtualModem
    /// The terminal clients open.
    package let path: String
    private let link: String?
    private let log: EventLog
    private let master: Int32
    /// Held open so that settings stay and a client that closes does not hang the line up.
    private let slave: Int32
    private var watch: DescriptorWatch?
    private var backlog: [UInt8] = []
    /// What the port could not take yet; nothing is read meanwhile.
    private var refused: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 4096)

    /// Opens the terminal, makes `link` point to it, and turns the modem on.
    package init(modem: VirtualModem, link: String?, log: EventLog) throws(SystemError) {
        self.modem = modem
        self.log = log
        self.link = link
        var name = [CChar](repeating: 0, count: 64)
        master = try SystemError.check("open a pty", cposix_pty_open(&name, name.count))
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let opened = cposix_tty_open(path)
        slave = opened
        guard opened >= 0 else {
            _ = Glibc.close(master)
            throw SystemError(call: path, code: -opened)
        }
        try start()
    }

    isolated deinit { close() }

    package func close() {
        guard let watch else { return }
        watch.cancel()
        self.watch = nil
        _ = Glibc.close(master)
        _ = Glibc.close(slave)
        if let link { _ = unlink(link) }
        modem.powerOff()
    }

    private func start() throws(SystemError) {
        // Otherwise the terminal would echo our own lines back as commands until the client turns that off.
        try SystemError.check(path, cposix_tty_raw(slave))
        watch = try DescriptorWatch(master, for: .readable) { [weak self] in self?.serve($0) }
        if let link { try point(link) }
        guard let port = modem.ports.first else { return }
        port.onOutput = { [weak self] in self?.drain() }
        port.onRoom = { [weak self] in self?.retry() }
        modem.powerOn()
    }

    /// Replaces a link, never a file.
    private func point(_ link: String) throws(SystemError) {
        var information = stat()
        if lstat(link, &information) == 0, information.st_mode & S_IFMT == S_IFLNK { _ = unlink(link) }
        try SystemError.checkErrno("symlink \(link)", Int(symlink(path, link)))
    }

    private func serve(_ events: DescriptorEvents) {
        if events.contains(.writable) { drain() }
        guard events.contains(.readable), refused.isEmpty, let port = modem.ports.first else { return }
        let count = read(master, &buffer, buffer.count)
        guard count > 0 else { return }
        let bytes = Array(buffer.prefix(count))
        if !port.receive(bytes) { refused = bytes }
        updateInterest()
    }

    private func retry() {
        guard !refused.isEmpty, let port = modem.ports.first, port.receive(refused) else { return }
        refused = []
        updateInterest()
    }

    private func drain() {
        if watch == nil { return }
        while true {
            if backlog.isEmpty, let bytes = modem.ports.first?.take(buffer.count) { backlog = bytes }
            if backlog.isEmpty { break }
            let count = write(master, backlog, backlog.count)
            if count <= 0 { break }
            backlog.removeFirst(count)
        }
        updateInterest()
    }

    private func updateInterest() {
        var wanted: DescriptorEvents = []
        if refused.isEmpty { wanted.insert(.readable) }
        if !backlog.isEmpty { wanted.insert(.writable) }
        watch?.update(wanted)
    }
}

extension PtyModem: ControlTarget {
    package func perform(_ command: ControlCommand) async throws(ControlError) -> String? {
        log.write("control: \(command)")
        if try modem.perform(command) { return nil }
        switch command {
        case .status: return modem.status(extra: [("state", "modem"), ("path", path)])
        case .message(let command): return try modem.perform(command)
        case .reboot:
            modem.powerOff()
            modem.powerOn()
            return nil
        default: throw ControlError("a pty cannot be unplugged")
        }
    }
}
