package import DBus
package import EventLoop
package import Logging
internal import ModemAPI
package import ModemCore

/// The service: puts the sticks of a pipeline on the bus until it is told to stop.
@LoopActor package final class Daemon {
    /// Counters of running connections are read this often.
    private static let counterInterval: Duration = .seconds(15)

    package enum StartError: Error, Equatable, Sendable, CustomStringConvertible {
        case nameTaken
        case nameRefused(String)

        package var description: String {
            switch self {
            case .nameTaken: "another zte-modemd is running: \(BusName.ztemodem) has an owner"
            case .nameRefused(let why): "the bus does not let this program own \(BusName.ztemodem): \(why)"
            }
        }
    }

    private let connection: Connection
    private let log: Logger
    private let clock: any Clock<Duration>
    private let tree: ObjectTree
    private var objects: [String: ModemObject] = [:]
    private var manager: ManagerObject?
    private var counters: Task<Void, Never>?

    package init(connection: Connection, clock: any Clock<Duration>, log: Logger) {
        self.connection = connection
        self.clock = clock
        self.log = log
        tree = ObjectTree(
            managerPath: ObjectPaths.root,
            errorNames: .init(
                notAvailable: ErrorName.notAvailable.name, limitsExceeded: ErrorName.limitsExceeded.name),
            // The bus policy admits root and the group dialout only; finer checks by polkit come on top of it later.
            authorize: { _, _ in })
    }

    /// Exports the manager and takes the name, in this order: who started us by a call gets an answer. Nothing of a stick
    /// may be touched before: a second daemon must not.
    package func takeName(for pipeline: HotplugPipeline, logLevel: LogLevelSetting) async throws(StartError) {
        tree.attach(to: connection)
        manager = ManagerObject(in: tree, pipeline: pipeline, logLevel: logLevel)
        do throws(NameError) {
            try await connection.requestName(BusName.ztemodem)
        } catch {
            switch error {
            case .taken: throw .nameTaken
            case .refused(let why): throw .nameRefused(why.message)
            }
        }
    }

    /// Shows what the pipeline reports until that ends.
    package func serve(_ pipeline: HotplugPipeline) async {
        for await change in pipeline.changes {
            show(change)
            followCalls()
        }
        tree.failAllCalls(with: ErrorName.aborted("The service ends."))
        try? await connection.flush()
    }

    private func show(_ change: ModemChange) {
        switch change {
        case .added(let modem): objects[modem.physicalPort] = ModemObject(modem, in: tree, log: log)
        case .changed(let modem, let snapshot): objects[modem.physicalPort]?.show(snapshot)
        case .removed(let modem): objects.removeValue(forKey: modem.physicalPort)?.remove()
        }
    }

    /// Nothing wakes the daemon for counters while there is no call.
    private func followCalls() {
        guard objects.values.contains(where: \.hasCall) else {
            counters?.cancel()
            counters = nil
            return
        }
        if counters == nil { counters = Task { await self.refreshCounters() } }
    }

    private func refreshCounters() async {
        while (try? await clock.sleep(for: Self.counterInterval)) != nil {
            for object in objects.values { object.refreshCounters() }
        }
    }
}
