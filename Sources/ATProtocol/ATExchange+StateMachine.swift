extension ATExchange {
    /// Pure: bytes, expiries and commands in, actions out. Time is the owner's.
    package struct StateMachine: Sendable {
        /// Timeouts in a row after which a port is given up, though it answered `AT` in between.
        package static let maximumTimeouts = 3
        /// How long the `AT` after a timeout may take.
        static let resynchronisationTime = Duration.seconds(1)
        /// How long the port must be quiet afterwards: the answer that came too late may still be on its way.
        static let settlingTime = Duration.milliseconds(200)
        /// Late answers that are swallowed before the port counts as raving.
        static let maximumLateAnswers = 32
        /// The character that aborts a command: before the next one it means nothing.
        static let abortCharacter: UInt8 = 0x20
        /// How often it is sent: modems take no notice of it in the first 125 ms of a command (ITU-T V.250, 5.6.1).
        package static let maximumAborts = 3
        /// How long the modem may take to notice.
        static let abortTime = Duration.seconds(1)
        static let maximumAnswerSize = 256 * 1024
        /// What keeping a line costs besides its bytes.
        static let lineCost = 64

        private struct Abort {
            /// How often the character may still be sent.
            var charactersLeft = StateMachine.maximumAborts - 1
            /// The command has had all its time: a modem that takes no notice of the character is not waited for.
            let isOverdue: Bool
            /// Not all firmware takes notice: then the command goes on to its end, as long as that is not too late.
            var isOutwaiting = false
        }

        private struct Answer {
            private(set) var lines: [ArraySlice<UInt8>] = []
            private var size = 0
            var isDamaged = false

            mutating func append(_ line: ArraySlice<UInt8>) {
                size += line.count + StateMachine.lineCost
                if size > StateMachine.maximumAnswerSize {
                    isDamaged = true
                    lines = []
                } else {
                    lines.append(line)
                }
            }
        }

        private enum State {
            case idle
            case busy(ATCommand)
            /// Nobody waits for the answer any more, and the modem has been told so.
            case aborting(ATCommand, Abort)
            /// `AT` has been sent; whatever comes before its OK is late.
            case resynchronising
            /// The OK has come; waiting for silence.
            case settling(lateAnswers: Int)
            /// The port carries a call.
            case online
            case failed
            case lost
        }

        private var state = State.idle
        // Of the command in flight. Beside the state, so that a long answer grows in place.
        private var answer = Answer()
        private var parser = ResponseParser()
        /// The body of the command in flight has been written: what becomes of it is not up to us any more.
        package private(set) var hasHandedOver = false
        private var timeouts = 0
        private var nextDeadline: UInt64 = 1
        private var armed: UInt64?

        package init() {}

        /// A command may be sent.
        package var isReady: Bool {
            if case .idle = state { return true }
            return false
        }

        /// Lines longer than 64 KiB that were thrown away.
        package var overflowCount: Int { parser.overflowCount }

        // MARK: Events

        /// Sends `command` if ``isReady``; refuses it with ``ATError/notReady`` otherwise.
        package mutating func send(_ command: ATCommand) -> [Action] {
            switch state {
            case .idle:
                state = .busy(command)
                answer = Answer()
                hasHandedOver = false
                parser.begin(command)
                return [.write(command.bytes), arm(command.deadline)]
            case .busy, .aborting, .resynchronising, .settling, .online, .failed:
                return [.deliver(.failure(.notReady))]
            case .lost:
                return [.deliver(.failure(.portLost))]
            }
        }

        package mutating func received(_ bytes: [UInt8]) -> [Action] {
            parser.consume(bytes).flatMap { handle($0) }
        }

        /// The timer of an ``Action/arm(_:)`` has run out.
        package mutating func expired(_ deadline: Deadline) -> [Action] {
            guard deadline.id == armed else { return [] }
            armed = nil
            switch state {
            case .busy(let command): return timedOut(command)
            case .aborting(let command, let abort): return tookNoNotice(command, abort)
            case .resynchronising: return fail()
            case .settling:
                state = .idle
                return [.ready]
            case .idle, .online, .failed, .lost: return []
            }
        }

        /// The tty hung up or was closed. Nothing follows.
        package mutating func portLost() -> [Action] {
            let previous = state
            state = .lost
            switch previous {
            case .busy: return disarm() + [.deliver(.failure(outcome(.portLost)))]
            case .aborting, .resynchronising, .settling: return disarm()
            case .idle, .online, .failed, .lost: return []
            }
        }

        /// Nobody waits for the command in flight any more: ends it, if it is one that can be ended.
        /// Its caller has his answer at once; ``Action/ready`` or ``Action/giveUp`` follows.
        package mutating func abort() -> [Action] {
            guard case .busy(let command) = state else { return [] }
            switch command.kind {
            case .ordinary: return []
            case .call: return stopDialling(command)
            case .abortable: return [.deliver(.failure(.timeout))] + startAborting(command, isOverdue: false)
            }
        }

        /// Finds the thread again: sends `AT` and swallows everything up to its OK. For a port that comes back from a call, or
        /// that somebody else has used; ``Action/ready`` or ``Action/giveUp`` follows. Ignored while a command is in flight.
        package mutating func resynchronise() -> [Action] {
            switch state {
            case .online:
                parser.leaveData()
                return startResynchronising(after: nil)
            case .idle: return startResynchronising(after: nil)
            case .busy, .aborting, .resynchronising, .settling, .failed, .lost: return []
            }
        }

        // MARK: What the parser saw

        private mutating func handle(_ event: ResponseParser.Event) -> [Action] {
            switch state {
            case .busy(let command): handle(event, during: command)
            case .aborting: handleAborted(event)
            case .resynchronising, .settling: handleLate(event)
            case .idle, .online, .failed:
                switch event {
                case .unsolicited(let line): [.unsolicited(line)]
                case .data(let bytes): [.data(bytes)]
                case .line, .final, .stray, .prompt, .connected, .overflow: []
                }
            case .lost: []
            }
        }

        private mutating func handle(_ event: ResponseParser.Event, during command: ATCommand) -> [Action] {
            switch event {
            case .line(let line):
                answer.append(line)
                return []
            case .overflow:
                answer.isDamaged = true
                return []
            case .final(let final):
                timeouts = 0
                state = .idle
                let response = ATResponse(lines: answer.lines, final: final)
                return disarm()
                    + [.deliver(answer.isDamaged ? .failure(outcome(.overflow)) : .success(response)), .ready]
            case .connected(let text, let remainder):
                return connected(text, remainder)
            case .prompt:
                guard let body = command.body else { return [] }
                hasHandedOver = true
                return [.write(body), arm(command.bodyDeadline)]
            case .unsolicited(let line):
                return [.unsolicited(line)]
            case .stray, .data:
                return []
            }
        }

        private mutating func connected(_ text: String, _ remainder: [UInt8]) -> [Action] {
            timeouts = 0
            state = .online
            let response = ATResponse(lines: answer.lines, final: .connect(text), remainder: remainder)
            return disarm() + [.deliver(.success(response))]
        }

        private mutating func handleAborted(_ event: ResponseParser.Event) -> [Action] {
            switch event {
            // It was aborted, or had come to its end just before.
            case .final: startResynchronising(after: nil)
            case .unsolicited(let line): [.unsolicited(line)]
            case .line, .stray, .prompt, .connected, .data, .overflow: []
            }
        }

        private mutating func handleLate(_ event: ResponseParser.Event) -> [Action] {
            switch event {
            case .final(let final), .stray(let final): return lateAnswer(final)
            // A call that was given up has come up after all: hanging up is the owner's, with DTR.
            case .connected: return disarm() + fail()
            // A line we do not know may belong to the late answer.
            case .unsolicited(let line): return line.isKnown ? [.unsolicited(line)] : []
            case .line, .prompt, .data, .overflow: return []
            }
        }

        private mutating func lateAnswer(_ final: FinalResult) -> [Action] {
            switch state {
            case .resynchronising:
                guard final == .ok else { return [] }
                state = .settling(lateAnswers: 0)
            case .settling(let count):
                guard count < Self.maximumLateAnswers else { return disarm() + fail() }
                state = .settling(lateAnswers: count + 1)
            case .idle, .busy, .aborting, .online, .failed, .lost:
                return []
            }
            return [arm(Self.settlingTime)]
        }

        // MARK: Timeouts

        private mutating func timedOut(_ command: ATCommand) -> [Action] {
            let delivery = Action.deliver(.failure(outcome(.timeout)))
            // It would take an AT for the character, and eat it. The parser still waits for the end of the command.
            if command.kind == .abortable, timeouts + 1 < Self.maximumTimeouts {
                timeouts += 1
                return [delivery] + startAborting(command, isOverdue: true)
            }
            if case .connected(let text, let remainder) = parser.abandon() { return connected(text, remainder) }
            timeouts += 1
            guard timeouts < Self.maximumTimeouts else { return [delivery] + fail() }
            return [delivery] + startResynchronising(after: command)
        }

        /// Whether a message was sent is not known once its PDU has been written.
        private func outcome(_ error: ATError) -> ATError { hasHandedOver ? .outcomeUnknown : error }

        /// A person who changes his mind says nothing about the port: unlike a deadline, it does not count.
        private mutating func stopDialling(_ command: ATCommand) -> [Action] {
            if case .connected(let text, let remainder) = parser.abandon() { return connected(text, remainder) }
            return [.deliver(.failure(.timeout))] + startResynchronising(after: command)
        }

        private mutating func startAborting(_ command: ATCommand, isOverdue: Bool) -> [Action] {
            state = .aborting(command, Abort(isOverdue: isOverdue))
            return [.write([Self.abortCharacter]), arm(Self.abortTime)]
        }

        private mutating func tookNoNotice(_ command: ATCommand, _ abort: Abort) -> [Action] {
            var abort = abort
            if abort.charactersLeft > 0 {
                abort.charactersLeft -= 1
                state = .aborting(command, abort)
                return [.write([Self.abortCharacter]), arm(Self.abortTime)]
            }
            if abort.isOverdue || abort.isOutwaiting { return startResynchronising(after: command) }
            abort.isOutwaiting = true
            state = .aborting(command, abort)
            return [arm(command.deadline)]
        }

        private mutating func startResynchronising(after command: ATCommand?) -> [Action] {
            state = .resynchronising
            let cutShort: [Action] =
                if case .unsolicited(let text) = parser.endText() { [.unsolicited(text)] } else { [] }
            // A prompt would take the AT for a message: ESC leaves it. A modem that dials takes the first byte as "stop" and
            // may eat it.
            var bytes: [UInt8] = command?.body == nil ? [] : [0x1b]
            if command?.kind == .call { bytes.append(0x0d) }
            let attention = ATCommand("AT", kind: command?.kind ?? .ordinary, deadline: Self.resynchronisationTime)
            parser.begin(attention)
            return cutShort + [.write(bytes + attention.bytes), arm(attention.deadline)]
        }

        private mutating func fail() -> [Action] {
            _ = parser.abandon()
            state = .failed
            return [.giveUp]
        }

        private mutating func arm(_ duration: Duration) -> Action {
            defer { nextDeadline += 1 }
            armed = nextDeadline
            return .arm(Deadline(id: nextDeadline, after: duration))
        }

        private mutating func disarm() -> [Action] {
            armed = nil
            return [.disarm]
        }
    }
}
