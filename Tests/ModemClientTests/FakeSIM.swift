import DBus
import EventLoop
import ModemAPI

/// A SIM on the bus that used what the test says.
@LoopActor final class FakeSIM {
    let path: ObjectPath
    /// What SetLimit and Query got, call by call.
    private(set) var limits: [[String: Value]] = []
    private(set) var queries: [(from: UInt64, to: UInt64, step: String)] = []
    /// What Query answers.
    var usage: [[String: Value]] = []
    private var interface: ExportedInterface?
    private var month: UInt64 = 0

    init(_ id: String, month: UInt64, in tree: ObjectTree) throws {
        guard let path = ObjectPaths.sim(id: id) else { throw BusError.failed("no name: \(id)") }
        self.path = path
        self.month = month
        let interface = ExportedInterface(
            UsageInterface.declaration,
            methods: [
                UsageInterface.query.bind { [unowned self] _, from, to, step in
                    queries.append((from, to, step))
                    return usage
                },
                UsageInterface.setLimit.bind { [unowned self] _, limit in
                    limits.append(limit)
                    show(limit)
                },
            ])
        self.interface = interface
        show([:])
        tree.add([interface], at: path)
    }

    private func show(_ limit: [String: Value]) {
        var values = PropertyValues()
        values[UsageInterface.today] = Self.amount(86400 * 20_000, 1)
        values[UsageInterface.month] = Self.amount(month, 2)
        values[UsageInterface.limit] =
            limit.isEmpty ? [:] : limit.merging(["used": .uint64(1), "exceeded": .boolean(false)]) { $1 }
        interface?.update(values)
    }

    static func amount(_ time: UInt64, _ bytes: UInt64) -> [String: Value] {
        [
            "time": .uint64(time), "rx-bytes": .uint64(bytes), "tx-bytes": .uint64(0), "seconds": .uint64(60),
            "roaming-rx-bytes": .uint64(0), "roaming-tx-bytes": .uint64(0),
        ]
    }
}
