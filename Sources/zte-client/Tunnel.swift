import DBus
import EventLoop
import Glibc
import ModemClient

/// The ssh that carries the bus of another machine. libdbus starts it, and leaves it to us to see that it ends.
@LoopActor struct Tunnel {
    let host: RemoteHost

    /// A password is typed before the bus says anything.
    private static let openingTimeout = Duration.seconds(180)
    /// ssh ends when its input does; one that hangs on a dead network is not waited for.
    private static let grace = Duration.seconds(2)
    private static let step = Duration.milliseconds(10)

    init(_ host: RemoteHost) { self.host = host }

    func carry(_ work: @LoopActor (RemoteService) async throws -> Void) async throws {
        do {
            let service = try await RemoteService.open(.address(host.busAddress), timeout: Self.openingTimeout)
            do {
                try await work(service)
            } catch {
                service.close()
                throw error
            }
            service.close()
            _ = await end()
        } catch ServiceError.noBus(let error) {
            throw Complaint(host, error, await end())
        } catch {
            _ = await end()
            throw error
        }
    }

    /// Waits until ssh is gone, by force if need be. It is the only child of a client that runs over ssh.
    private func end() async -> ProcessEnd? {
        var waited = Duration.zero
        while waited < Self.grace * 2 {
            var status: Int32 = 0
            let ended = waitpid(-1, &status, WNOHANG)
            if ended > 0 { return ProcessEnd(waitStatus: status) }
            if ended < 0, errno != EINTR { return nil }
            if waited == Self.grace { for child in Self.children { kill(child, SIGTERM) } }
            try? await LoopClock.monotonic.sleep(for: Self.step)
            waited += Self.step
        }
        return nil
    }

    /// As the kernel tells them; nobody else knows the number of a process that libdbus started.
    private static var children: [pid_t] {
        let text = MachineFile.text("/proc/self/task/\(getpid())/children") ?? ""
        return text.split(separator: " ").compactMap { pid_t($0) }
    }
}

extension ProcessEnd {
    /// From what waitpid says: the macros that take it apart are no functions.
    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    }
}

extension Complaint {
    /// There is no way to the bus of another machine, or none any more. ssh has said on the terminal what it knows.
    init(_ host: RemoteHost, _ error: BusError, _ end: ProcessEnd?) {
        let name = host.text
        guard [BusError.Name.disconnected, BusError.Name.noReply].contains(error.name) else {
            self.init(.notRunning, "no connection to \(name): \(error.message)")
            return
        }
        switch end {
        case .exited(255):
            self.init(
                .notRunning, "ssh has no connection to \(name), or lost it",
                advice: "What ssh says is above; 'ssh \(name)' has to work by itself.")
        case .exited(127):
            self.init(
                .notRunning, "\(name) has no systemd-stdio-bridge", advice: "It comes with systemd; install that there."
            )
        case .exited(0), nil:
            self.init(.notRunning, "no connection to the bus of \(name): \(error.message)")
        case .exited(let status):
            self.init(
                .notRunning, "no connection to the bus of \(name): ssh ended with status \(status)",
                advice: "Is ssh installed here? Does the bus there run, and may this user reach it?")
        case .killed(let signal):
            self.init(.notRunning, "the connection to \(name) was lost: ssh was ended by signal \(signal)")
        }
    }
}
