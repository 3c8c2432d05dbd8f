internal import DBus
internal import DeviceCatalog
internal import EventLoop
internal import Logging
internal import ModemAPI
internal import ModemCore
internal import Version

/// The service itself on the bus.
@LoopActor final class ManagerObject {
    private let interface: ExportedInterface
    private let logLevel: LogLevelSetting

    init(in tree: ObjectTree, pipeline: HotplugPipeline, profiles: ProfileBook, logLevel: LogLevelSetting) {
        let exported = Box()
        interface = ExportedInterface(
            ManagerInterface.declaration,
            methods: [
                ManagerInterface.scanDevices.bind { _ in pipeline.rescan() },
                ManagerInterface.listDevices.bind { _ in pipeline.catalog.entries.map(\.busSettings) },
                ManagerInterface.addProfile(to: profiles),
                ManagerInterface.setLogLevel.bind { _, name throws(BusError) in
                    guard let level = Logger.Level(rawValue: name) else {
                        throw ErrorName.invalidArguments(
                            "level must be trace, debug, info, notice, warning, error or critical.")
                    }
                    exported.manager?.setLogLevel(level)
                },
            ], values: Self.values(logLevel))
        self.logLevel = logLevel
        exported.manager = self
        tree.add([interface], at: ObjectPaths.root)
    }

    func setLogLevel(_ level: Logger.Level) {
        logLevel.level = level
        interface.update(Self.values(logLevel))
    }

    private static func values(_ logLevel: LogLevelSetting) -> PropertyValues {
        var values = PropertyValues()
        values[ManagerInterface.version] = Version.current
        values[ManagerInterface.logLevel] = logLevel.level.rawValue
        return values
    }

    /// The method that changes a property is bound before the object that has it exists.
    private final class Box {
        weak var manager: ManagerObject?
    }
}
