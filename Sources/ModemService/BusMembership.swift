internal import DBus
internal import EventLoop
internal import Logging
internal import ModemAPI

/// The service's place on the bus: the connection and the name, taken at the start and again whenever the bus was
/// restarted. Sticks and calls know nothing of it.
@LoopActor final class BusMembership {
    /// Pauses between tries to come back: each twice the one before.
    private static let pauses: ClosedRange<Duration> = .milliseconds(100) ... .seconds(5)

    private let bus: Connection.Bus
    private let tree: ObjectTree
    private let clock: any Clock<Duration>
    private let log: Logger
    private var connection: Connection?
    /// Objects of others on the same connection.
    var moreTrees: [ObjectTree] = []
    /// Called with each connection that has the name.
    var onJoined: @LoopActor (Connection) -> Void = { _ in }

    init(_ bus: Connection.Bus, tree: ObjectTree, clock: any Clock<Duration>, log: Logger) {
        self.bus = bus
        self.tree = tree
        self.clock = clock
        self.log = log
    }

    /// One try. Objects are exported before the name is asked for: who started us by a call gets an answer.
    func join() async throws(Daemon.BusProblem) {
        let connection = try await open()
        for tree in [tree] + moreTrees { tree.attach(to: connection) }
        do throws(NameError) {
            try await connection.requestName(BusName.ztemodem)
        } catch {
            connection.close()
            switch error {
            case .taken: throw .nameTaken
            case .refused(let why): throw .nameRefused(why.message)
            }
        }
        self.connection = connection
        onJoined(connection)
    }

    /// Comes back whenever the bus does. Returns when cancelled, or with the one thing that another try does not mend:
    /// somebody else has the name now.
    func stay() async -> Daemon.BusProblem? {
        while let connection {
            for await _ in connection.disconnected {}
            if Task.isCancelled { return nil }
            self.connection = nil
            log.warning("the bus went away; modems and calls stay as they are until it is back")
            do throws(Daemon.BusProblem) { try await comeBack() } catch { return error }
        }
        return nil
    }

    /// Returns when everything said has arrived, as far as there is anybody to say it to.
    func leave() async {
        try? await connection?.flush()
        connection?.close()
    }

    private func comeBack() async throws(Daemon.BusProblem) {
        var pause = Self.pauses.lowerBound
        while (try? await clock.sleep(for: pause)) != nil {
            do throws(Daemon.BusProblem) {
                try await join()
                for tree in [tree] + moreTrees { tree.announceObjects() }
                return log.notice("back on the bus")
            } catch {
                if case .nameTaken = error { throw error }
                log.debug("not back on the bus yet", metadata: ["why": "\(error)"])
            }
            pause = min(pause * 2, Self.pauses.upperBound)
        }
    }

    private func open() async throws(Daemon.BusProblem) -> Connection {
        do throws(BusError) {
            return try await Connection.open(bus, clock: clock)
        } catch {
            throw .unreachable(error.message)
        }
    }
}
