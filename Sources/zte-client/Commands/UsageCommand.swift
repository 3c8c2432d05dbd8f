import ArgumentParser
import DBus
import EventLoop
import ModemAPI
import ModemClient

struct UsageCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Shows how much data a SIM has used, and sets a limit.",
        discussion: """
            By day of this month, of the SIM in the stick. It is counted also where no stick is plugged in any more: then \
            there is the SIM that is known, or the one that --sim names.
            """)

    @OptionGroup var modem: ModemArgument
    @Option(
        help: ArgumentHelp("Opaque name of a SIM, as 'show' and the objects on the bus have it.", valueName: "id"))
    var sim: String?
    @Flag(help: "By month, as far back as it is known.")
    var month = false
    @Flag(help: "As a bar chart.")
    var plot = false
    @Flag(help: "As lines for a spreadsheet.")
    var csv = false
    @OptionGroup var limit: UsageLimitOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard [plot, csv, common.json].count(where: { $0 }) <= 1 else {
            throw ValidationError("--plot, --csv and --json exclude each other")
        }
        if sim != nil, modem.modem != nil { throw ValidationError("--sim and the name of a stick exclude each other") }
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        var sim = try await SIMSelection.find(sim, modem, service)
        if let settings = try limit.settings(changing: sim.limit) {
            try await service.setLimit(settings, of: sim)
            sim = try SIMSelection.find(sim.id, among: try await service.sims())
            if !common.json, !csv, !plot {
                return try Output.standard.writeLine(EscapedText.escape(LimitText.text(sim.limit)))
            }
        }
        try await show(sim, service)
    }

    @LoopActor private func show(_ sim: RemoteSIM, _ service: RemoteService) async throws {
        let now = WallClock.now.seconds
        let from = month ? 0 : UsageRow(sim.month).time
        let usage = try await service.usage(of: sim, from: from, to: now + 1, step: month ? "month" : "day")
        if common.json {
            return try Output.standard.writeLine(
                JSON([
                    "path": .objectPath(sim.path), "Today": settings(sim.today), "Month": settings(sim.month),
                    "Limit": settings(sim.limit), "Usage": .array(.settings, usage.map(settings)),
                ]).text)
        }
        var rows = usage.map { UsageRow($0) }
        let output = Output.standard
        if csv { return try output.write(UsageCSV(rows: rows, date: WallClock.date).text) }
        if plot {
            if !month { rows = UsageRow.filled(rows, starts: WallClock.startsOfDays(from: from, to: now)) }
            let plot = UsagePlot(rows: rows, date: WallClock.date, width: output.width ?? 80, paint: output.paint)
            try output.write(plot.text)
        } else if rows.isEmpty {
            try Output.error.writeLine("nothing was used \(month ? "yet" : "this month")")
        } else {
            let title = month ? "MONTH FROM" : "DAY"
            try output.write(UsageTable(rows: rows, title: title, date: WallClock.date, paint: output.paint).text)
        }
        if !sim.limit.isEmpty { try output.writeLine(EscapedText.escape(LimitText.text(sim.limit))) }
    }

    private func settings(_ settings: [String: Value]) -> Value {
        .dictionary(
            key: .string, value: .variant,
            settings.sorted { $0.key < $1.key }.map { Value.Entry(.string($0.key), .variant($0.value)) })
    }
}

/// What is to be changed about a limit.
struct UsageLimitOptions: ParsableArguments {
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case warn, disconnect
    }

    @Option(help: ArgumentHelp("Limit of a month, such as 500MB or 5GB; none removes it.", valueName: "bytes"))
    var limit: String?
    @Option(help: ArgumentHelp("Day on which the month begins, 1 to 28.", valueName: "day"))
    var firstDay: UInt32?
    @Option(help: "What happens when it is reached: warn or disconnect.")
    var action: Action?

    private var isNone: Bool { limit?.lowercased() == "none" }

    func validate() throws {
        if let limit, !isNone, LimitText.bytes(limit) == nil {
            throw ValidationError("--limit is a number of bytes, such as 500MB, or none")
        }
        if isNone, firstDay != nil || action != nil {
            throw ValidationError("--limit none goes without --first-day and --action")
        }
        if let firstDay, !(1...28).contains(firstDay) { throw ValidationError("--first-day must be 1 to 28") }
    }

    /// For SetLimit; nil where nothing is to change. What is not said stays.
    func settings(changing old: [String: Value]) throws(Complaint) -> [String: Value]? {
        if limit == nil, firstDay == nil, action == nil { return nil }
        if isNone { return [:] }
        var settings = old.filter { ["bytes", "first-day", "action"].contains($0.key) }
        if let bytes = limit.flatMap(LimitText.bytes) { settings["bytes"] = .uint64(bytes) }
        guard settings["bytes"] != nil else {
            throw Complaint(.usage, "there is no limit yet; say how much with --limit")
        }
        if let firstDay { settings["first-day"] = .uint32(firstDay) }
        if let action { settings["action"] = .string(action.rawValue) }
        return settings
    }
}
