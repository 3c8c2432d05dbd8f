import ArgumentParser
import DBus
import EventLoop
import ModemAPI
import ModemClient

struct ProfileEditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes what is given of a profile, and leaves the rest.")

    /// What can be without a value.
    enum Key: String, CaseIterable, ExpressibleByArgument {
        case apn, username, auth, number, sim, stick, password, pin
        case routeMetric = "route-metric"

        var setting: String { self == .stick ? ProfileSetting.modem.rawValue : rawValue }
        var isSecret: Bool { self == .password || self == .pin }
    }

    @OptionGroup var profile: ProfileArgument
    @OptionGroup var options: ProfileSettingOptions
    @OptionGroup var secretOptions: ProfileSecretOptions
    @Option(
        help: ArgumentHelp(
            "Take a setting out of the profile; may be repeated. One of "
                + "\(Key.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "setting"))
    var unset: [Key] = []
    @OptionGroup var common: CommonOptions

    private var secrets = ProfileSecretOptions.Given()

    enum CodingKeys: CodingKey { case profile, options, secretOptions, unset, common }

    mutating func prepare() throws { secrets = try secretOptions.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        var settings = try await service.profileSettings(profile.id)
        for key in unset { settings[key.setting] = key.isSecret ? .string("") : nil }
        settings.merge(options.settings) { $1 }
        settings.merge(try await secrets.settings) { $1 }
        try await service.updateProfile(profile.id, settings)
        try ProfileCommand.say("is changed", profile.id, common)
    }
}
