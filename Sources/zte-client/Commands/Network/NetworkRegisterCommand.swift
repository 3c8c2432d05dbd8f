import ArgumentParser
import EventLoop
import ModemClient

struct NetworkRegisterCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Registers with one network, or leaves the choice to the stick.",
        discussion: "It takes up to two minutes. The stick keeps the choice, also when it is unplugged.")

    @Argument(help: ArgumentHelp("5 or 6 digits, as 'network scan' shows them, or auto.", valueName: "code"))
    var code = "auto"
    @OptionGroup var modem: ModemArgument
    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    private var isAutomatic: Bool { code == "auto" }

    func validate() throws {
        let isCode = (5...6).contains(code.utf8.count) && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isAutomatic || isCode else {
            throw ValidationError("'\(EscapedText.escape(code))' is no network: 5 or 6 digits, or auto")
        }
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        let action = try await LongAction(service, modem)
        try await action.perform(ending: "the stick may still do it") { [limit, isAutomatic, code] progress in
            let what = isAutomatic ? "choosing a network" : "registering with network \(code)"
            progress.show("\(action.modem.physicalPort): \(what)")
            try await service.register(action.modem, with: isAutomatic ? nil : code, timeout: limit.duration)
        }
        try NetworkShowCommand.print(try await action.modemNow(), common)
    }
}
