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
    /// Of profiles that are gone: they leave with the answer to Delete, which is under way on them.
    private var leaving: [ProfileID] = []

    init(_ book: ProfileBook, in tree: ObjectTree, log: Logger) {
        self.book = book
        self.tree = tree
        self.log = log
        book.observe { [weak self] in self?.show($0) }
    }

    /// Takes away what is gone. To be called before any answer goes out.
    func settle() {
        for id in leaving where book.profiles[id] == nil { remove(id) }
        leaving = []
    }

    /// Those whose files somebody has removed by hand: no call of theirs is to be answered first.
    func removeGone() {
        for id in Array(interfaces.keys) where book.profiles[id] == nil { remove(id) }
    }

    private func show(_ change: ProfileBook.Change) {
        switch change {
        case .added(let profile):
            // One of the same id may be about to leave.
            remove(profile.id)
            add(profile)
            log.info("profile", metadata: ["added": "\(profile.id)"])
        case .updated(let profile):
            interfaces[profile.id]?.update(profile.busProperties)
            log.info("profile", metadata: ["changed": "\(profile.id)"])
        case .removed(let id):
            log.info("profile", metadata: ["removed": "\(id)"])
        }
    }

    private func add(_ profile: Profile) {
        guard let path = ObjectPaths.profile(id: profile.id.text) else { return }
        let methods = ProfileInterface.methods(of: profile.id, in: book) { [weak self] in
            self?.leaving.append(profile.id)
        }
        let interface = ExportedInterface(
            ProfileInterface.declaration, methods: methods, values: profile.busProperties)
        interfaces[profile.id] = interface
        tree.add([interface], at: path)
    }

    private func remove(_ id: ProfileID) {
        guard let interface = interfaces.removeValue(forKey: id), let path = ObjectPaths.profile(id: id.text) else {
            return
        }
        tree.remove([interface], at: path, failingCallsWith: ProfileError.unknown(id.text).busError)
    }
}
