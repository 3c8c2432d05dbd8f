import ArgumentParser
import EventLoop
import ModemClient

/// What the service knows of sticks by their ids, and what it has found out about one.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Shows which sticks are known, and writes down a new one.",
        subcommands: [DeviceListCommand.self, DeviceShowCommand.self, DeviceExportCommand.self])
}

struct DeviceListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the sticks that are known, plugged in or not.")

    /// What a stick is on the bus with that id.
    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case storage, modem, network, other
    }

    @Option(help: ArgumentHelp("Only those: storage (a CD-ROM still), modem, network or other.", valueName: "mode"))
    var mode: Mode?
    @Argument(help: ArgumentHelp("Only those with this in their id, model or targets.", valueName: "text"))
    var text: String?
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let devices = try await service.devices().filter { device in
            (mode.map { device.modes.contains($0.rawValue) } ?? true) && (text.map(device.isMeant) ?? true)
        }
        if common.json {
            try Output.standard.writeLine(JSON.array(devices.map { JSON($0.settings) }).text)
        } else if devices.isEmpty {
            try Output.error.writeLine("no such stick is known")
        } else {
            try Output.standard.write(DeviceTable(devices: devices, paint: Output.standard.paint).text)
        }
    }
}

struct DeviceShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows all that is known of the sticks with one id.")

    @Argument(help: ArgumentHelp("Such as 19d2:2000, or 2000.", valueName: "id"))
    var id: String
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let device = try await service.devices().first(where: { $0.isCalled(id) }) else {
            throw Complaint(
                .failed, "no stick with the id '\(id)' is known",
                advice: "zte-client device list shows those that are; files in /etc/zte-modem/devices.d add others.")
        }
        if common.json { return try Output.standard.writeLine(JSON(device.settings).text) }
        try Output.standard.write(DeviceDetails(device: device, paint: Output.standard.paint).text)
    }
}

struct DeviceExportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes down what was found out about a stick, as a device file.",
        discussion: """
            For a stick that is known differently, or not at all: look through it, put it into \
            /etc/zte-modem/devices.d under a name that ends with .conf, and restart zte-modemd. It holds no IMEI and no \
            other number of this one stick.
            """)

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        let text = try await service.deviceFile(of: modem)
        if common.json { return try Output.standard.writeLine(JSON.object([("file", .string(text))]).text) }
        // It is written by the service; what a terminal would act on has no place in it.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { EscapedText.escape(String($0)) }
        try Output.standard.write(lines.joined(separator: "\n"))
    }
}
