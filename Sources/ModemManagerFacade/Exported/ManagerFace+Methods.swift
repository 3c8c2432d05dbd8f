internal import DBus
internal import EventLoop
internal import Logging

// What a caller of org.freedesktop.ModemManager1 gets.
extension ManagerFace {
    /// Of the API that is shown, and not ours: programs compare it.
    private static let shownVersion = "1.20.0"

    static var values: PropertyValues {
        var values = PropertyValues()
        values[version] = shownVersion
        return values
    }

    @LoopActor static func methods(
        of facade: Facade, setLogLevel: @escaping @LoopActor (Logger.Level) -> Void
    ) -> [BoundMethod] {
        [
            scanDevices.bind { [weak facade] _ in facade?.rescan() },
            setLogging.bind { _, level throws(BusError) in
                guard let level = logLevel(level) else {
                    throw FacadeError.invalidArguments("level must be ERR, WARN, MSG, INFO or DEBUG.")
                }
                setLogLevel(level)
            },
            .refusing(reportKernelEvent.description, with: FacadeError.notPossible),
            inhibitDevice.bind { [weak facade] context, device, isOn throws(BusError) in
                try await facade?.inhibit(device, isOn, for: context.sender)
            },
        ]
    }

    static func logLevel(_ name: String) -> Logger.Level? {
        switch name {
        case "ERR": .error
        case "WARN": .warning
        case "MSG": .notice
        case "INFO": .info
        case "DEBUG": .debug
        default: nil
        }
    }
}
