import ArgumentParser
import EventLoop
import ModemClient

struct ProfileDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Removes a profile; a connection made with it stays.")

    @OptionGroup var profile: ProfileArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        try await service.deleteProfile(profile.id)
        try ProfileCommand.say("is removed", profile.id, common)
    }
}
