internal import DBus
internal import EventLoop
internal import Logging
internal import ModemAPI
internal import ModemCore

/// The messages of the SIMs that were seen, on the objects of these.
@LoopActor final class MessageObjects {
    private let book: MessageBook
    private let tree: ObjectTree
    private let log: Logger
    private var interfaces: [String: ExportedInterface] = [:]

    init(_ book: MessageBook, of usage: UsageBook, in tree: ObjectTree, log: Logger) {
        self.book = book
        self.tree = tree
        self.log = log
        usage.observe { [weak self] in self?.follow($0) }
        book.observe { [weak self] in self?.show($0) }
    }

    private func follow(_ change: UsageBook.Change) {
        switch change {
        case .added(let identifier, _): add(identifier)
        case .updated: break
        case .removed(let identifier): remove(identifier)
        }
    }

    private func add(_ identifier: String) {
        guard let path = ObjectPaths.sim(id: identifier) else { return }
        let interface = ExportedInterface(
            MessageStoreInterface.declaration, methods: MessageStoreInterface.methods(of: identifier, in: book),
            values: values(identifier))
        interfaces[identifier] = interface
        tree.add([interface], at: path)
    }

    private func remove(_ identifier: String) {
        guard let interface = interfaces.removeValue(forKey: identifier), let path = ObjectPaths.sim(id: identifier)
        else { return }
        tree.remove([interface], at: path, failingCallsWith: ErrorName.notFound("The SIM was forgotten."))
    }

    private func values(_ identifier: String) -> PropertyValues {
        var values = PropertyValues()
        values[MessageStoreInterface.storageFull] = book.isStorageFull(identifier)
        return values
    }

    /// Numbers and states only: who may read a text asks for it.
    private func show(_ change: MessageBook.Change) {
        switch change {
        case .received(let identifier, let id):
            interfaces[identifier]?.emit(MessageStoreInterface.received, id)
            log.info("message received", metadata: ["sim": "\(identifier)", "id": "\(id)"])
        case .stateChanged(let identifier, let id, let state):
            interfaces[identifier]?.emit(MessageStoreInterface.stateChanged, id, state.rawValue)
            log.info("message", metadata: ["sim": "\(identifier)", "id": "\(id)", "state": "\(state.rawValue)"])
        case .deleted, .tidied: break
        case .storageFull(let identifier, let isFull):
            interfaces[identifier]?.update(values(identifier))
            if isFull {
                log.warning(
                    "messages stay on the SIM: there is no room to store them", metadata: ["sim": "\(identifier)"])
            }
        }
    }
}
