extension SleepInhibitor {
    /// What to do about the machine's sleep, whatever logind and the bus do meanwhile. Pure.
    struct StateMachine: Sendable {
        enum Event: Equatable, Sendable {
            /// We are on a bus, or logind has come to it: what either knew of us, or we of them, is void.
            case logindMayBeThere
            case lockTaken
            case lockRefused(Refusal)
            /// The machine is about to sleep.
            case sleepAnnounced
            /// Everything of this sleep is done, or has had its time.
            case prepared(sleep: Int)
            case wakeAnnounced
            /// The time in which the machine should have slept has passed while it was awake.
            case overslept(sleep: Int)
        }

        enum Refusal: Equatable, Sendable {
            case noLogind
            case noAnswer
            case refused(String)
        }

        enum Action: Equatable, Sendable {
            case takeLock
            /// Now the machine may sleep.
            case releaseLock
            case prepare(sleep: Int)
            case resume
            case startTimer(sleep: Int)
            case stopTimer
            case complain(Refusal)
        }

        private enum Phase {
            case awake, preparing, asleep
        }

        private var phase = Phase.awake
        /// Counts them, to know what belongs to one before.
        private var sleep = 0
        private var hasComplained = false

        mutating func handle(_ event: Event) -> [Action] {
            switch event {
            case .logindMayBeThere:
                // Who can be told this is awake, and the end of that sleep will not be announced to us any more.
                phase == .awake ? [.takeLock] : wakeUp()
            case .lockTaken: lockTaken()
            case .lockRefused(let why): lockRefused(why)
            case .sleepAnnounced: sleepAnnounced()
            case .prepared(let number): prepared(number)
            case .wakeAnnounced: wakeAnnounced()
            case .overslept(let number): phase == .asleep && number == sleep ? wakeUp() : []
            }
        }

        private mutating func lockTaken() -> [Action] {
            hasComplained = false
            // It was asked for before the announcement, and there is nothing left to delay.
            return phase == .asleep ? [.releaseLock] : []
        }

        private mutating func lockRefused(_ why: Refusal) -> [Action] {
            if hasComplained { return [] }
            hasComplained = true
            return [.complain(why)]
        }

        private mutating func sleepAnnounced() -> [Action] {
            guard phase == .awake else { return [] }
            phase = .preparing
            sleep += 1
            return [.prepare(sleep: sleep)]
        }

        private mutating func prepared(_ number: Int) -> [Action] {
            guard phase == .preparing, number == sleep else { return [] }
            phase = .asleep
            return [.releaseLock, .startTimer(sleep: sleep)]
        }

        private mutating func wakeAnnounced() -> [Action] {
            // The announcement of that sleep was not heard: the sticks may have lost their power all the same.
            phase == .awake ? [.resume] : wakeUp()
        }

        private mutating func wakeUp() -> [Action] {
            phase = .awake
            return [.stopTimer, .resume, .takeLock]
        }
    }
}
