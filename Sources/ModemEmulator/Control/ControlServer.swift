internal import CPosix
package import EventLoop
internal import Glibc

/// The control socket: a line in, `ok`, a line of JSON or `error: …` out. Only its owner may connect.
@LoopActor package final class ControlServer {
    private let path: String
    private let listener: Int32
    private let switchboard: ControlSwitchboard
    private let onQuit: @LoopActor () -> Void
    private var watch: DescriptorWatch?
    private var clients: [Int32: LineConnection] = [:]

    private static let clientLimit = 8

    /// - Parameter targets: the sticks, in the order of their numbers.
    /// - Throws: ``SystemError``; `EADDRINUSE` when another emulator listens there.
    package init(
        path: String, targets: [any ControlTarget], onQuit: @escaping @LoopActor () -> Void
    ) throws(SystemError) {
        self.path = path
        switchboard = ControlSwitchboard(targets: targets)
        self.onQuit = onQuit
        try Self.removeAbandoned(path)
        let mask = umask(0o177)
        defer { umask(mask) }
        listener = try SystemError.check("listen on \(path)", cposix_unix_listen(path))
        watch = try DescriptorWatch(listener, for: .readable) { [weak self] _ in self?.accept() }
    }

    isolated deinit { close() }

    package func close() {
        guard let watch else { return }
        watch.cancel()
        self.watch = nil
        _ = Glibc.close(listener)
        _ = unlink(path)
        for client in clients.values { client.close() }
        clients = [:]
    }

    /// The socket of an emulator that died is in the way; that of a living one is not ours to take.
    private static func removeAbandoned(_ path: String) throws(SystemError) {
        let probe = cposix_unix_connect(path)
        if probe >= 0 {
            _ = Glibc.close(probe)
            throw SystemError(call: "listen on \(path)", code: EADDRINUSE)
        }
        if probe == -ECONNREFUSED { _ = unlink(path) }
    }

    private func accept() {
        let descriptor = cposix_accept(listener)
        guard descriptor >= 0 else { return }
        guard clients.count < Self.clientLimit,
            let client = try? LineConnection(
                descriptor, onLine: { [weak self] in self?.serve($0, descriptor) },
                onClose: { [weak self] in self?.clients[descriptor] = nil })
        else {
            _ = Glibc.close(descriptor)
            return
        }
        clients[descriptor] = client
    }

    private func serve(_ line: String, _ descriptor: Int32) {
        guard let client = clients[descriptor] else { return }
        guard let request = ControlRequest(line) else {
            return client.send("error: not a command; there are \(ControlCommand.usage)")
        }
        if request.command == .quit {
            client.send("ok")
            return onQuit()
        }
        Task { @LoopActor [switchboard] in
            do throws(ControlError) {
                client.send(try await switchboard.perform(request) ?? "ok")
            } catch {
                client.send("error: \(error)")
            }
        }
    }
}
