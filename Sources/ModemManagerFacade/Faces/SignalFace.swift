package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem.Signal`: What the stick measures of its signal.
package enum SignalFace {
    package static let name = FacadeName.bus + ".Modem.Signal"

    package static let setup = MethodDeclaration<UInt32, Void>(
        name, "Setup", "", ["rate"], requires: Action.network.rawValue)
    package static let setupThresholds = MethodDeclaration<[String: Value], Void>(
        name, "SetupThresholds", "", ["settings"], requires: Action.network.rawValue)
    package static let rate = PropertyDeclaration<UInt32>(name, "Rate", "")
    package static let rssiThreshold = PropertyDeclaration<UInt32>(name, "RssiThreshold", "")
    package static let errorRateThreshold = PropertyDeclaration<Bool>(name, "ErrorRateThreshold", "")
    package static let cdma = PropertyDeclaration<[String: Value]>(name, "Cdma", "")
    package static let evdo = PropertyDeclaration<[String: Value]>(name, "Evdo", "")
    package static let gsm = PropertyDeclaration<[String: Value]>(name, "Gsm", "", change: .coalesced)
    package static let umts = PropertyDeclaration<[String: Value]>(name, "Umts", "", change: .coalesced)
    package static let lte = PropertyDeclaration<[String: Value]>(name, "Lte", "", change: .coalesced)
    package static let nr5g = PropertyDeclaration<[String: Value]>(name, "Nr5g", "")

    package static let declaration = InterfaceDeclaration(
        name, "What the stick measures of its signal.",
        methods: [setup, setupThresholds],
        properties: [rate, rssiThreshold, errorRateThreshold, cdma, evdo, gsm, umts, lte, nr5g])
}
