import ArgumentParser
import DBus
import ModemAPI

/// What a profile can say, but for its secrets. What is not given is not said.
struct ProfileSettingOptions: ParsableArguments {
    @Option(help: "Access point name of your operator.")
    var apn: String?
    @Option(help: "User name, where the operator wants one.")
    var username: String?
    @Option(help: "How to prove who you are: any, none, pap or chap.")
    var auth: ConnectCommand.Authentication?
    @Option(help: "Kinds of IP: ipv4 or ipv4v6.")
    var ipType: ConnectCommand.IPType?
    @Option(help: "Number to dial. Without it the one of the stick's context.")
    var number: String?
    @Flag(inversion: .prefixedNo, help: "Connect a stick that fits by itself.")
    var autoconnect: Bool?
    @Flag(inversion: .prefixedNo, help: "Connect in a foreign network too.")
    var roaming: Bool?
    @Flag(inversion: .prefixedNo, help: "Let the default route go through the connection.")
    var defaultRoute: Bool?
    @Flag(inversion: .prefixedNo, help: "Use the name servers of the network.")
    var peerDns: Bool?
    @Option(help: ArgumentHelp("Metric of the default route.", valueName: "number"))
    var routeMetric: UInt32?
    @Option(help: "The SIM it is for: an ICCID, or country and network code such as 26201.")
    var sim: String?
    @Option(help: ArgumentHelp("The stick it is for: an IMEI, or a physical port such as 1-1.2.", valueName: "stick"))
    var stick: String?

    var settings: [String: Value] {
        var settings: [String: Value] = [:]
        func set(_ key: ConnectSetting, _ value: (some BusType)?) { settings[key.rawValue] = value?.busValue }
        set(.apn, apn)
        set(.username, username)
        set(.authentication, auth?.rawValue)
        set(.ipType, ipType?.rawValue)
        set(.number, number)
        set(.allowRoaming, roaming)
        set(.defaultRoute, defaultRoute)
        set(.peerDNS, peerDns)
        set(.routeMetric, routeMetric)
        settings[ProfileSetting.autoconnect.rawValue] = autoconnect?.busValue
        settings[ProfileSetting.sim.rawValue] = sim?.busValue
        settings[ProfileSetting.modem.rawValue] = stick?.busValue
        return settings
    }
}
