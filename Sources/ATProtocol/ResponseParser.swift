/// Turns what a modem sends into results, answers and unsolicited lines.
///
/// Total: any bytes give events, none traps, and how they were cut into reads makes no difference except for the cuts in
/// ``Event/connected(text:remainder:)`` and ``Event/data(_:)``, whose concatenation is the same.
package struct ResponseParser: Sendable {
    package enum Event: Equatable, Sendable {
        /// A line of the answer to the command in flight.
        case line(ArraySlice<UInt8>)
        /// The answer is complete; the parser waits for the next command.
        case final(FinalResult)
        /// A final result that nobody waits for.
        case stray(FinalResult)
        case unsolicited(Unsolicited)
        /// The modem waits for the body of the command in flight; once per command.
        case prompt
        /// The CONNECT line has been read to its end and no byte further. The bytes after it belong to the call.
        case connected(text: String, remainder: [UInt8])
        /// More bytes of the call.
        case data([UInt8])
        /// A line longer than 64 KiB was thrown away.
        case overflow
    }

    private enum Mode: Equatable {
        case idle
        /// What is left of the echo, in case the modem sends one.
        case command(ATCommand, echo: ArraySlice<UInt8>)
        /// The CONNECT line has ended with CR and a line feed should follow.
        case connecting(String)
        case data
    }

    private var splitter = LineSplitter()
    private var mode = Mode.idle
    private var announcement: MessageAnnouncement?

    package init() {}

    /// Lines thrown away because they were too long.
    package var overflowCount: Int { splitter.overflows }

    /// The modem is about to get `command`; from here on lines may be its answer.
    package mutating func begin(_ command: ATCommand) {
        mode = .command(command, echo: command.line[...])
        splitter.expectsPrompt = command.body != nil
    }

    /// The end of a text has not come: what was taken for a part of it may have been the answer that somebody waits for.
    package mutating func endText() -> Event? {
        splitter.endText().map { .unsolicited(Unsolicited($0)) }
    }

    // What may come back next is the body.
    private mutating func beginBody() {
        guard case .command(let command, _) = mode, let body = command.body else { return }
        mode = .command(command, echo: body[...])
        splitter.expectsPrompt = false
    }

    /// Nobody waits for the answer any more. Says so if the call was connected and only the line feed was missing.
    package mutating func abandon() -> Event? {
        defer {
            if mode != .data { mode = .idle }
            splitter.expectsPrompt = false
        }
        guard case .connecting(let text) = mode else { return nil }
        mode = .data
        return .connected(text: text, remainder: [])
    }

    /// The port is back in command mode.
    package mutating func leaveData() {
        mode = .idle
        splitter.forget()
    }

    package mutating func consume(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for index in bytes.indices {
            if case .data = mode {
                events.append(.data(Array(bytes[index...])))
                break
            }
            if let text = take(bytes[index], into: &events) {
                events.append(
                    .connected(text: text.line, remainder: Array(bytes[(text.includesByte ? index + 1 : index)...])))
                break
            }
        }
        return events
    }

    private mutating func take(_ byte: UInt8, into events: inout [Event]) -> (line: String, includesByte: Bool)? {
        if case .connecting(let text) = mode {
            mode = .data
            return (text, byte == 0x0a)
        }
        switch splitter.take(byte) {
        case .more: break
        case .prompt:
            beginBody()
            events.append(.prompt)
        case .overflow: events.append(.overflow)
        case .line(let line):
            let event = classify(line)
            if case .final(.connect(let text)) = event {
                if byte == 0x0d && splitter.usesLineFeed {
                    mode = .connecting(text)
                } else {
                    mode = .data
                    return (text, true)
                }
            } else if let event {
                events.append(event)
            }
        }
        return nil
    }

    // MARK: Lines

    private mutating func classify(_ line: ArraySlice<UInt8>) -> Event? {
        if let next = MessageAnnouncement(line) {
            announcement = next
            return nil
        }
        guard case .command(let command, let echo) = mode else {
            return announced(line) ?? Self.unasked(line)
        }
        if let rest = Self.echo(echo, without: line) {
            mode = .command(command, echo: rest)
            return nil
        }
        if let message = announced(line) { return message }
        if let final = FinalResult(line), command.kind == .call || !final.isCallProgress {
            mode = .idle
            splitter.expectsPrompt = false
            return .final(final)
        }
        return Self.belongs(line, to: command) ? .line(line) : .unsolicited(Unsolicited(line))
    }

    /// A message that was handed over: announced by one line, and in the next, or in one of the next where the answer to a
    /// command comes in between.
    private mutating func announced(_ line: ArraySlice<UInt8>) -> Event? {
        guard var waiting = announcement else { return nil }
        if let message = waiting.message(in: line) {
            announcement = nil
            return .unsolicited(message)
        }
        announcement = waiting.isOver ? nil : waiting
        return nil
    }

    private static func unasked(_ line: ArraySlice<UInt8>) -> Event {
        if let final = FinalResult(line), !final.isCallProgress { return .stray(final) }
        return .unsolicited(Unsolicited(line))
    }

    /// What remains of an echo when `line` is its next piece; nil if it is none. An unsolicited line may cut an echo in
    /// two, and what was on the wire before may stand in front of it.
    private static func echo(_ echo: ArraySlice<UInt8>, without line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        if echo.isEmpty { return nil }
        // The first piece of an echo has both letters of AT: a single A may be anything.
        if line.count > 1 || echo.startIndex > 0, echo.starts(with: line) { return echo.dropFirst(line.count) }
        guard echo.count > 2, line.count > echo.count, line.suffix(echo.count).elementsEqual(echo) else { return nil }
        return []
    }

    private static func belongs(_ line: ArraySlice<UInt8>, to command: ATCommand) -> Bool {
        if RegistrationUpdate.isUnsolicited(line) { return false }
        let answer = command.answer
        if answer.prefixes.contains(where: { line.beginsIgnoringCase(with: $0.utf8) }) { return true }
        if answer.takesEverything {
            return !Unsolicited(line).isKnown || command.line.contains(name: line.prefix { $0 != UInt8(ascii: ":") })
        }
        return answer.takesBareLines && !line.hasPrefixOfItsOwn && !Unsolicited(line).isKnown
    }
}

extension ArraySlice<UInt8> {
    /// Looks like `+NAME: …`, `^NAME: …`: an answer to something else, or unsolicited.
    fileprivate var hasPrefixOfItsOwn: Bool {
        guard let first, "+^%$*!_".utf8.contains(first) else { return false }
        return contains(UInt8(ascii: ":"))
    }
}

extension [UInt8] {
    fileprivate func contains(name: ArraySlice<UInt8>) -> Bool {
        guard name.count > 1, count >= name.count else { return false }
        return (0...(count - name.count)).contains { self[$0...].beginsIgnoringCase(with: name) }
    }
}
