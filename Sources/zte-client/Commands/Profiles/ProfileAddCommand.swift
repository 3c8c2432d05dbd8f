import ArgumentParser
import DBus
import EventLoop
import ModemAPI
import ModemClient

struct ProfileAddCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Stores a new profile.")

    @Argument(help: "Id: letters, digits and underscores. Without it the lowest number that is free.")
    var id: String?
    @OptionGroup var options: ProfileSettingOptions
    @OptionGroup var secretOptions: ProfileSecretOptions
    @OptionGroup var common: CommonOptions

    private var secrets = ProfileSecretOptions.Given()

    enum CodingKeys: CodingKey { case id, options, secretOptions, common }

    mutating func prepare() throws { secrets = try secretOptions.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        var settings = options.settings.merging(try await secrets.settings) { $1 }
        settings[ProfileSetting.id.rawValue] = id?.busValue
        try ProfileCommand.say("is stored", try await service.addProfile(settings), common)
    }
}
