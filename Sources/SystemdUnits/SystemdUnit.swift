internal import DBus
internal import EventLoop
internal import Glibc
internal import PPPSession

/// One unit of systemd, from the moment at which it is of interest until its end.
@LoopActor final class SystemdUnit: RunningUnit {
    /// Between two tries where the bus or systemd is away.
    private static let pause: Duration = .milliseconds(500)

    let name: String
    let isEnding: Bool
    private let object: RemoteObject
    private let host: SystemdHost
    private var isReleased = false
    /// Its start was asked for, and nobody has said that it failed.
    private(set) var mayRun = false
    /// Over which it is kept known.
    private weak var held: Connection?

    init(_ name: String, _ path: ObjectPath, isEnding: Bool = false, of host: SystemdHost) {
        self.name = name
        self.isEnding = isEnding
        object = RemoteObject(Systemd.name, path)
        self.host = host
        host.enter()
    }

    isolated deinit { release() }

    func release() {
        if isReleased { return }
        isReleased = true
        host.leave()
    }

    /// Starts it. Returns when its program runs, or when that has failed or ended already.
    func begin(over connection: Connection) async throws(BusError) {
        try await hold(over: connection)
        if !Systemd.isOver(try await connection.get(Systemd.activeState, of: object)) {
            _ = try await connection.call(Systemd.stopUnit, on: Systemd.manager, name, "replace")
            _ = try await lookAfter(over: connection)
        }
        let removals = connection.signals(
            matching: Systemd.jobRemoved.rule(sender: Systemd.name, path: Systemd.manager.path))
        let job = try await requestStart(over: connection)
        for await signal in removals {
            guard let (_, removed, _, result) = try? Systemd.jobRemoved.decode(signal), removed == job else { continue }
            // Of what was started and failed the end is told as any other.
            if result == "done" || result == "failed" { return }
            throw .failed("the job was ended as '\(result)'")
        }
        throw .failed("the bus went away")
    }

    private func requestStart(over connection: Connection) async throws(BusError) -> ObjectPath {
        do throws(BusError) {
            mayRun = true
            return try await connection.call(Systemd.startUnit, on: Systemd.manager, name, "fail")
        } catch {
            mayRun = [BusError.Name.disconnected, BusError.Name.noReply].contains(error.name)
            throw error
        }
    }

    func end() async -> UnitEnd {
        while true {
            do throws(BusError) {
                let connection = try await host.connection()
                try await hold(over: connection)
                return try await lookAfter(over: connection)
            } catch {
                if Task.isCancelled { return UnitEnd(.exited(0), status: "Nobody waits for its end any more.") }
                // The call goes on without the bus, and so does whoever waits for its end.
                try? await host.clock.sleep(for: Self.pause)
            }
        }
    }

    func stop() async {
        while true {
            do throws(BusError) {
                _ = try await host.connection().call(Systemd.stopUnit, on: Systemd.manager, name, "replace")
                return
            } catch {
                // It is gone already.
                if error.name == "org.freedesktop.systemd1.NoSuchUnit" { return }
                try? await host.clock.sleep(for: Self.pause)
            }
        }
    }

    private func hold(over connection: Connection) async throws(BusError) {
        if held === connection { return }
        try await connection.call(Systemd.ref, on: object)
        held = connection
    }

    private func lookAfter(over connection: Connection) async throws(BusError) -> UnitEnd {
        var changes = connection.signals(
            matching: StandardInterface.Properties.changed.rule(sender: Systemd.name, path: object.path)
        ).makeAsyncIterator()
        while true {
            if Systemd.isOver(try await connection.get(Systemd.activeState, of: object)) {
                return try await readEnd(over: connection)
            }
            guard await changes.next() != nil else { throw .failed("the bus went away") }
        }
    }

    private func readEnd(over connection: Connection) async throws(BusError) -> UnitEnd {
        let code = try await connection.get(Systemd.exitCode, of: object)
        let status = try await connection.get(Systemd.exitStatus, of: object)
        let text = try await connection.get(Systemd.statusText, of: object)
        let isKilled = code == CLD_KILLED || code == CLD_DUMPED
        return UnitEnd(isKilled ? .killed(signal: status) : .exited(status), status: text)
    }
}
