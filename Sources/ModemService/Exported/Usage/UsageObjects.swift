internal import DBus
internal import EventLoop
internal import Logging
internal import ModemAPI
internal import ModemCore

/// The SIMs that were seen on the bus, with what they used.
@LoopActor final class UsageObjects {
    private let book: UsageBook
    private let tree: ObjectTree
    private let log: Logger
    private var interfaces: [String: ExportedInterface] = [:]

    init(_ book: UsageBook, in tree: ObjectTree, log: Logger) {
        self.book = book
        self.tree = tree
        self.log = log
        book.observe { [weak self] in self?.show($0) }
    }

    private func show(_ change: UsageBook.Change) {
        switch change {
        case .added(let identifier, let summary): add(identifier, summary)
        case .updated(let identifier, let summary): interfaces[identifier]?.update(summary.busProperties)
        case .removed(let identifier): remove(identifier)
        }
    }

    private func add(_ identifier: String, _ summary: UsageSummary) {
        guard let path = ObjectPaths.sim(id: identifier) else { return }
        let interface = ExportedInterface(
            UsageInterface.declaration, methods: UsageInterface.methods(of: identifier, in: book),
            values: summary.busProperties)
        interfaces[identifier] = interface
        tree.add([interface], at: path)
        log.info("SIM", metadata: ["known": "\(identifier)"])
    }

    private func remove(_ identifier: String) {
        guard let interface = interfaces.removeValue(forKey: identifier), let path = ObjectPaths.sim(id: identifier)
        else { return }
        tree.remove([interface], at: path, failingCallsWith: ErrorName.notFound("The SIM was forgotten."))
    }
}
