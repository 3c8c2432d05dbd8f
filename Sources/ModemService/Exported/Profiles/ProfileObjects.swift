internal import DBus
internal import EventLoop
internal import Logging
internal import ModemAPI
internal import ModemCore

/// The profiles on the bus.
@LoopActor final class ProfileObjects {
    private let book: ProfileBook
    private let tree: ObjectTree
    private let log: Logger
    private var interfaces: [ProfileID: ExportedInterface] = [:]
    /// Of profiles that are gone: they leave before the answer to Delete does, which is under way on them.
    private var leaving: [ProfileID] = []

    init(_ book: ProfileBook, in tree: ObjectTree, log: Logger) {
        self.book = book
        self.tree = tree
        self.log = log
        book.onChange = { [weak self] in self?.show($0) }
    }

    /// Takes away what is gone. To be called before any answer goes out.
    func settle() {
        for id in leaving {
            guard book.profiles[id] == nil, let path = ObjectPaths.profile(id: id.text) else { continue }
            interfaces[id] = nil
            tree.remove(path, failingCallsWith: ProfileError.unknown(id.text).busError)
        }
        leaving = []
    }

    private func show(_ change: ProfileBook.Change) {
        switch change {
        case .added(let profile):
            // One of the same id may just have gone.
            settleBefore(profile.id)
            add(profile)
            log.info("profile", metadata: ["added": "\(profile.id)"])
        case .updated(let profile):
            interfaces[profile.id]?.update(profile.busProperties)
            log.info("profile", metadata: ["changed": "\(profile.id)"])
        case .removed(let id):
            leaving.append(id)
            log.info("profile", metadata: ["removed": "\(id)"])
        }
    }

    private func settleBefore(_ id: ProfileID) {
        guard leaving.contains(id), let path = ObjectPaths.profile(id: id.text) else { return }
        leaving.removeAll { $0 == id }
        tree.remove(path, failingCallsWith: ProfileError.unknown(id.text).busError)
    }

    private func add(_ profile: Profile) {
        guard let path = ObjectPaths.profile(id: profile.id.text) else { return }
        let interface = ExportedInterface(
            ProfileInterface.declaration, methods: ProfileInterface.methods(of: profile.id, in: book),
            values: profile.busProperties)
        interfaces[profile.id] = interface
        tree.add([interface], at: path)
    }
}
