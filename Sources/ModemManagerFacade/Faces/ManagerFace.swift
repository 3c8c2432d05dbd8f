package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1`: The service as a whole.
package enum ManagerFace {
    package static let name = FacadeName.bus

    package static let scanDevices = MethodDeclaration<Void>(
        name, "ScanDevices", "", requires: Action.deviceControl.rawValue)
    package static let setLogging = MethodDeclaration<String, Void>(
        name, "SetLogging", "", ["level"], requires: Action.config.rawValue)
    package static let reportKernelEvent = MethodDeclaration<[String: Value], Void>(
        name, "ReportKernelEvent", "", ["properties"], requires: Action.config.rawValue)
    package static let inhibitDevice = MethodDeclaration<String, Bool, Void>(
        name, "InhibitDevice", "", ["uid", "inhibit"], requires: Action.atCommand.rawValue, isBoundToCaller: true)
    package static let version = PropertyDeclaration<String>(name, "Version", "")

    package static let declaration = InterfaceDeclaration(
        name, "The service as a whole.",
        methods: [scanDevices, setLogging, reportKernelEvent, inhibitDevice],
        properties: [version])
}
