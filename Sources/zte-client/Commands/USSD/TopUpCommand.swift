import ArgumentParser
import EventLoop
import ModemClient

struct TopUpCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "top-up", abstract: "Gives the operator of the SIM the number of a voucher.",
        discussion: "By the code that the package mobile-broadband-provider-info knows.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var voucher: VoucherOptions
    @OptionGroup var common: CommonOptions

    private var secret: Secret?

    enum CodingKeys: CodingKey { case modem, voucher, common }

    mutating func prepare() throws { secret = try voucher.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secret else { return }
        let modem = try modem.find(among: try await service.modems())
        let codes = try await service.serviceCodes(of: modem)
        // Before anybody types it in.
        guard OperatorCode.likeliest("top-up", of: codes, voucher: "0") != nil else {
            throw OperatorCode.unknown("vouchers")
        }
        let number = try await voucher.ask(secret)
        guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Complaint(.usage, "the number of a voucher is digits")
        }
        let code = OperatorCode.likeliest("top-up", of: codes, voucher: number)
        try await code?.ask(service, modem, json: common.json, shown: "the code with the voucher")
    }
}

struct VoucherOptions: SIMSecretOptions {
    static let name = "Voucher"
    static let option = "voucher"

    @Option(
        name: .customLong("voucher-file"),
        help: ArgumentHelp("File with the number of the voucher.", valueName: "file"),
        completion: .file())
    var file: String?
    @Option(
        name: .customLong("voucher-fd"),
        help: ArgumentHelp("Open descriptor to read the number from.", valueName: "number"))
    var descriptor: Int32?
}
