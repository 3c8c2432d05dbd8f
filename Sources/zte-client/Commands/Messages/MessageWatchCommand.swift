import ArgumentParser
import DBus
import EventLoop
import ModemAPI
import ModemClient

struct MessageWatchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows messages as they come, until SIGINT.",
        discussion: """
            Of all SIMs, or of one. With --json each line is one object with event (received or state), sim, and the message \
            or its id and state: for a program that acts on messages. With --after it begins with what has come since \
            that message; what comes while the service is away is shown when it is back.
            """)

    @Option(help: ArgumentHelp("Opaque name of a SIM.", valueName: "id"))
    var sim: String?
    @Option(help: ArgumentHelp("Begin with the messages after that one.", valueName: "id"))
    var after: UInt32?
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        do {
            try await untilInterrupted { try await follow(service) }
        } catch is Interrupted {}
    }

    @LoopActor private func follow(_ service: RemoteService) async throws {
        let news = service.messageNews()
        var feed = MessageFeed(json: common.json)
        // Whoever may not read them is told so at once.
        for sim in try await sims(service) {
            if let after {
                try await feed.catchUp(sim, after: after, service)
            } else {
                try await feed.begin(sim, service)
            }
        }
        for await item in news {
            switch item {
            case .received(let path, let id):
                if let sim = try await sims(service).first(where: { $0.path == path }) {
                    try await feed.received(id, sim, service)
                }
            case .stateChanged(let path, let id, let state):
                if sim == nil || path.text.hasSuffix("/\(sim ?? "")") { try feed.changed(id, path, state) }
            case .serviceReturned:
                for sim in try await sims(service) { try await feed.catchUp(sim, after: nil, service) }
            }
        }
        try Task.checkCancellation()
        throw Complaint(.notRunning, "the bus has gone away")
    }

    @LoopActor private func sims(_ service: RemoteService) async throws -> [RemoteSIM] {
        let all = try await service.sims()
        guard let sim else { return all }
        return [try SIMSelection.find(sim, among: all)]
    }
}

/// Each message once.
struct MessageFeed {
    let json: Bool
    /// The newest that is known, by SIM.
    private var last: [String: UInt32] = [:]
    /// Shown before the service said that they have come.
    private var early: Set<UInt32> = []

    init(json: Bool) { self.json = json }

    @LoopActor mutating func begin(_ sim: RemoteSIM, _ service: RemoteService) async throws {
        let newest = try await service.messages(of: sim, ["limit": .uint32(1)])
        last[sim.id] = newest.first.map { MessageText($0).id } ?? 0
    }

    /// - Parameter after: nil: what is known.
    @LoopActor mutating func catchUp(_ sim: RemoteSIM, after: UInt32?, _ service: RemoteService) async throws {
        var place = after ?? last[sim.id] ?? 0
        while true {
            let messages = try await service.messages(
                of: sim, ["after": .uint32(place), "limit": .uint32(500), "text": .boolean(true)])
            for message in messages.map({ MessageText($0) }) {
                place = max(place, message.id)
                if message.hasArrived {
                    // One that lacks parts is announced again when they have come.
                    if message.state == "received" { early.insert(message.id) }
                    try show(message, sim.path)
                }
            }
            if messages.isEmpty { break }
        }
        last[sim.id] = place
    }

    @LoopActor mutating func received(_ id: UInt32, _ sim: RemoteSIM, _ service: RemoteService) async throws {
        if early.remove(id) != nil { return }
        // Somebody may have been quicker to delete it.
        guard let message = try await Self.message(id, of: sim, service) else { return }
        last[sim.id] = max(last[sim.id] ?? 0, id)
        try show(message, sim.path)
    }

    @LoopActor private static func message(
        _ id: UInt32, of sim: RemoteSIM, _ service: RemoteService
    ) async throws(ServiceError) -> MessageText? {
        do throws(ServiceError) {
            return MessageText(try await service.message(id, of: sim))
        } catch {
            if case .failed(.notFound, _) = error { return nil }
            throw error
        }
    }

    func changed(_ id: UInt32, _ path: ObjectPath, _ state: String) throws(Complaint) {
        guard json else { return try Output.standard.writeLine("message \(id) is \(EscapedText.escape(state))") }
        let event: [(name: String, value: JSON)] = [
            ("event", .string("state")), ("sim", .string(path.text)), ("id", .integer(id)), ("state", .string(state)),
        ]
        try Output.standard.writeLine(JSON.object(event).text)
    }

    private func show(_ message: MessageText, _ path: ObjectPath) throws(Complaint) {
        guard json else { return try Output.standard.write(message.details + "\n") }
        let event: [(name: String, value: JSON)] = [
            ("event", .string("received")), ("sim", .string(path.text)), ("message", message.json),
        ]
        try Output.standard.writeLine(JSON.object(event).text)
    }
}
