import DBus
import EventLoop
import ModemAPI

/// Profiles without a disk and without checks, for the tests of the client.
@LoopActor final class FakeProfiles {
    /// As they were given, secrets and all.
    private(set) var stored: [String: [String: Value]] = [:]
    private var interfaces: [String: ExportedInterface] = [:]
    private weak var tree: ObjectTree?

    nonisolated init() {}

    func attach(to tree: ObjectTree) { self.tree = tree }

    var addition: BoundMethod {
        ManagerInterface.addProfile.bind { [unowned self] _, settings throws(BusError) in
            guard case .string(let id)? = settings["id"] ?? .string("1"), let path = ObjectPaths.profile(id: id) else {
                throw ErrorName.invalidArguments("id is wrong.")
            }
            if stored[id] != nil { throw ErrorName.alreadyExists("There is a profile '\(id)' already.") }
            stored[id] = settings
            let interface = ExportedInterface(
                ProfileInterface.declaration, methods: methods(id), values: properties(id))
            interfaces[id] = interface
            tree?.add([interface], at: path)
            return path
        }
    }

    private func methods(_ id: String) -> [BoundMethod] {
        [
            ProfileInterface.update.bind { [unowned self] _, settings throws(BusError) in
                stored[id] = settings
                interfaces[id]?.update(properties(id))
            },
            ProfileInterface.delete.bind { [unowned self] _ throws(BusError) in stored[id] = nil },
            ProfileInterface.getSettings.bind { [unowned self] _ throws(BusError) in
                (stored[id] ?? [:]).filter { $0.key != "password" && $0.key != "pin" }
            },
        ]
    }

    private func properties(_ id: String) -> PropertyValues {
        var values = PropertyValues()
        values[ProfileInterface.id] = id
        values[ProfileInterface.autoconnect] = stored[id]?["autoconnect"] == .boolean(true)
        values[ProfileInterface.secrets] = ["password", "pin"].filter { stored[id]?[$0] != nil }
        return values
    }
}
