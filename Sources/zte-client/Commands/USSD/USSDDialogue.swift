import EventLoop
import ModemClient

/// What the network and a person say to each other, on a terminal or in JSON.
@LoopActor struct USSDDialogue {
    let service: RemoteService
    let modem: RemoteModem
    let json: Bool
    /// What to answer, before anybody is asked.
    var responses: [String] = []

    /// Goes on until the network has said its last word, or nobody answers it.
    func hold(_ code: String) async throws {
        do {
            try await untilInterrupted { try await talk(code) }
        } catch is Interrupted {
            // Leaving the bus ends it, too, but this program may be stopped before that is noticed.
            try? await service.cancelUSSD(modem)
            throw Complaint(.interrupted, "interrupted; the dialogue was ended")
        }
    }

    private func talk(_ code: String) async throws {
        var responses = responses[...]
        var text = try await service.initiateUSSD(modem, code)
        while true {
            let isAsked = try await service.networkAsks(modem)
            try Output.standard.write(Self.text(text, isAsked: isAsked, json: json))
            guard isAsked else { break }
            var response = responses.popFirst()
            if response == nil { response = try await ask() }
            guard let response else { return try await service.cancelUSSD(modem) }
            text = try await service.respondUSSD(modem, response)
        }
        if !responses.isEmpty {
            throw Complaint(.failed, "the network ended the dialogue before all was answered")
        }
    }

    /// Nil: nobody is there, or wants to.
    private func ask() async throws -> String? {
        if !json, TerminalPrompt.isPossible { return try await TerminalPrompt.askOpenly("Answer (none ends it): ") }
        try Output.error.writeLine("the network waits for an answer; give it with --respond, or on a terminal")
        return nil
    }

    /// As it is printed. What the network says is escaped line by line: it may be anything.
    static func text(_ text: String, isAsked: Bool, json: Bool) -> String {
        if json {
            return JSON.object([("text", .string(text)), ("asks", .boolean(isAsked))]).text + "\n"
        }
        let lines = text.unicodeScalars.filter { $0 != "\r" }
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { EscapedText.escape(String(String.UnicodeScalarView($0))) }
        return lines.joined(separator: "\n") + "\n"
    }
}
