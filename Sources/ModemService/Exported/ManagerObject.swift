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
                    logLevel.level = level
                    exported.interface?.update(Self.values(logLevel))
                },
            ], values: Self.values(logLevel))
        exported.interface = interface
        tree.add([interface], at: ObjectPaths.root)
    }

    private static func values(_ logLevel: LogLevelSetting) -> PropertyValues {
        var values = PropertyValues()
        values[ManagerInterface.version] = Version.current
        values[ManagerInterface.logLevel] = logLevel.level.rawValue
        return values
    }

    /// The method that changes a property is bound before the interface that has it exists.
    private final class Box {
        weak var interface: ExportedInterface?
    }
}
