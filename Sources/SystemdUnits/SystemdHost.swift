package import DBus
package import EventLoop
package import ModemCore
package import PPPSession

/// systemd, over a connection to the bus that is there while there are units to look after.
@LoopActor package final class SystemdHost: UnitHost {
    /// systemd answers at once, or is in trouble.
    private static let patience: Duration = .seconds(5)

    private let bus: Connection.Bus
    let clock: any Clock<Duration>
    private var current: Connection?
    private var opening: Task<Result<Connection, BusError>, Never>?
    /// Units that are looked after, and questions under way.
    private var users = 0

    package init(_ bus: Connection.Bus, clock: any Clock<Duration>) {
        self.bus = bus
        self.clock = clock
    }

    // MARK: The connection

    func connection() async throws(BusError) -> Connection {
        if let current, current.isConnected { return current }
        let opening = opening ?? Task { await self.open() }
        self.opening = opening
        let opened = await opening.value
        if self.opening == opening { self.opening = nil }
        return try opened.get()
    }

    private func open() async -> Result<Connection, BusError> {
        do throws(BusError) {
            let opened = try await Connection.open(bus, clock: clock)
            try await opened.call(Systemd.subscribe, on: Systemd.manager, timeout: Self.patience)
            current = opened
            return .success(opened)
        } catch {
            return .failure(error)
        }
    }

    func enter() { users += 1 }

    func leave() {
        users -= 1
        guard users == 0 else { return }
        current?.close()
        current = nil
    }

    // MARK: Units

    package func start(_ name: String) async throws(CallError) -> any RunningUnit {
        // A start that is under way is not left alone, whoever does not wait for it any more.
        let work = Task { () async -> Result<SystemdUnit, BusError> in
            self.enter()
            defer { self.leave() }
            do throws(BusError) {
                return .success(try await self.started(name))
            } catch {
                return .failure(error)
            }
        }
        switch await work.value {
        case .success(let unit): return unit
        case .failure(let error): throw CallError(error, name)
        }
    }

    private func started(_ name: String) async throws(BusError) -> SystemdUnit {
        let connection = try await connection()
        let path = try await connection.call(Systemd.loadUnit, on: Systemd.manager, name, timeout: Self.patience)
        let unit = SystemdUnit(name, path, of: self)
        do throws(BusError) {
            try await unit.begin(over: connection)
            return unit
        } catch {
            Task {
                if unit.mayRun { await unit.stop() }
                unit.release()
            }
            throw error
        }
    }

    package func running(like pattern: String) async -> [any RunningUnit] {
        enter()
        defer { leave() }
        guard
            let listed = try? await connection().call(
                Systemd.listUnits, on: Systemd.manager, Systemd.runningStates, [pattern], timeout: Self.patience)
        else { return [] }
        return listed.map { SystemdUnit($0.fields.0, $0.fields.6, isEnding: $0.fields.3 == "deactivating", of: self) }
    }

    /// Whether this process is asked to end because it is to be started anew at once.
    package func isRestartingUs() async -> Bool {
        enter()
        defer { leave() }
        do throws(BusError) {
            let connection = try await connection()
            let path = try await connection.call(Systemd.unitOfProcess, on: Systemd.manager, Self.ownProcess)
            let (id, job) = try await connection.get(Systemd.job, of: RemoteObject(Systemd.name, path)).fields
            if id == 0 { return false }
            return try await connection.get(Systemd.jobType, of: RemoteObject(Systemd.name, job)) == "restart"
        } catch {
            return false
        }
    }

    /// systemd takes it for the caller.
    private static let ownProcess: UInt32 = 0
}

extension CallError {
    fileprivate init(_ error: BusError, _ unit: String) {
        switch error.name {
        case BusError.Name.accessDenied, "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired":
            self = .startRefused(unit: unit)
        default: self = .failed(status: -1, message: "systemd did not start \(unit): \(error.message)")
        }
    }
}
