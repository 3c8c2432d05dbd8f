import ArgumentParser
import DBus
import EventLoop
import Foundation
import ModemAPI
import ModemClient

struct MessageSendCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Sends a text message.",
        discussion: """
            It is sent when the stick has a network, also after a restart of the service, and never twice: where nobody says \
            whether the network took it, its state is 'unknown'.
            """)

    @Argument(help: "The number, such as +491701234567.")
    var number: String
    @Argument(help: "The text; left out, or -, it is read from standard input.")
    var text: String?
    @Option(help: ArgumentHelp("Which stick, as in other commands.", valueName: "stick"))
    var modem: String?
    @Flag(help: "Ask the network to say when the recipient has it.")
    var report = false
    @Option(name: .customLong("class"), help: "0 to 3; 0 is shown at once and not stored.")
    var messageClass: UInt32?
    @Option(help: ArgumentHelp("How long the network tries.", valueName: "minutes"))
    var validity: UInt32?
    @Flag(help: "Wait until it has been sent, or it is clear that it has not.")
    var wait = false
    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    mutating func prepare() throws {
        guard text == nil || text == "-" else { return }
        let input = FileHandle.standardInput.readDataToEndOfFile()
        guard input.count <= 16384, let read = String(data: input, encoding: .utf8) else {
            throw Complaint(.usage, "standard input is no text of a message")
        }
        text = read.hasSuffix("\n") ? String(read.dropLast()) : read
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        var argument = ModemArgument()
        argument.modem = modem
        let stick = try argument.find(among: try await service.modems())
        var options: [String: Value] = [:]
        if report { options["delivery-report"] = .boolean(true) }
        options["class"] = messageClass.map { .uint32($0) }
        options["validity"] = validity.map { .uint32($0) }
        let news = service.messageNews()
        let plain = number.filter { !" -/()".contains($0) }
        let id = try await service.send(text ?? "", to: plain, options, from: stick)
        var state = "queued"
        if wait { state = try await outcome(of: id, on: stick, service, news) }
        if common.json {
            try Output.standard.writeLine(
                JSON.object([("id", .integer(id)), ("state", .string(state))]).text)
        } else {
            try Output.standard.writeLine("message \(id) is \(EscapedText.escape(state))")
        }
        if state == "failed" { throw Complaint(.failed, try await reason(of: id, on: stick, service)) }
    }

    @LoopActor private func outcome(
        of id: UInt32, on stick: RemoteModem, _ service: RemoteService, _ news: AsyncStream<MessageNews>
    ) async throws -> String {
        let sim = try await SIMSelection.find(stick[known: SimInterface.simID], ModemArgument(), service)
        return try await withDeadline(limit.duration, clock: LoopClock.monotonic) { @LoopActor in
            // What was said before this may have been of this message; then nobody says it again.
            if let state = Self.final(try await service.message(id, of: sim)) { return state }
            for await item in news {
                switch item {
                case .stateChanged(sim.path, id, _), .serviceReturned:
                    if let state = Self.final(try await service.message(id, of: sim)) { return state }
                case .stateChanged, .received: continue
                }
            }
            throw Complaint(.notRunning, "the bus has gone away")
        }
    }

    private static func final(_ message: [String: Value]) -> String? {
        let state = MessageText(message).state
        return ["queued", "sending"].contains(state) ? nil : state
    }

    @LoopActor private func reason(
        of id: UInt32, on stick: RemoteModem, _ service: RemoteService
    ) async throws -> String {
        let sim = try await SIMSelection.find(stick[known: SimInterface.simID], ModemArgument(), service)
        let reason = MessageText(try await service.message(id, of: sim)).reason
        return "the message was not sent" + (reason.isEmpty ? "" : ": \(reason)")
    }
}
