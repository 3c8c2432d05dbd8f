/// A state machine together with the little world it lives in: what it has started, what it holds, who waits for it.
///
/// ``RandomWalk`` leads it through random steps and looks for one that breaks a promise.
package protocol Walkable {
    associatedtype Step: Sendable

    init()
    /// Ways into states that few random steps lead to; a life begins with one of them.
    static var beginnings: [[Step]] { get }
    /// What may come from outside at any time.
    static var inputs: [Step] { get }
    /// What the machine has started and what may come of it next.
    var outstanding: [Step] { get }
    /// Those of ``outstanding`` that lead to an end. Empty: the machine rests until something comes from outside.
    var endings: [Step] { get }
    /// Nothing can happen any more.
    var isOver: Bool { get }
    /// More endings than this in a row: the machine keeps itself busy.
    static var restLimit: Int { get }
    /// Takes a step. One that does not fit now (another one before it was left out) changes nothing.
    /// - Throws: what the machine had promised and did not keep.
    mutating func take(_ step: Step) throws(BrokenPromise)
    /// What must hold when the machine rests.
    func checkRest() throws(BrokenPromise)
}

package struct BrokenPromise: Error {
    /// The promise; two walks that break the same one show the same fault.
    package let promise: String
    package let evidence: String

    package init(_ promise: String, _ evidence: String = "") {
        self.promise = promise
        self.evidence = evidence
    }
}

extension Walkable {
    package static var beginnings: [[Step]] { [[]] }
    package static var restLimit: Int { 100 }

    package func require(
        _ condition: Bool, _ promise: String, _ evidence: @autoclosure () -> String = ""
    ) throws(BrokenPromise) {
        if !condition { throw BrokenPromise(promise, evidence()) }
    }
}

/// Many lives of a machine, each of random length, and at the end of each all that is outstanding: after any beginning
/// it must come to rest.
package struct RandomWalk<Subject: Walkable> {
    /// A fault, with the shortest way to it that was found.
    package struct Fault: CustomStringConvertible {
        package let seed: UInt64
        package let broken: BrokenPromise
        package let steps: [Subject.Step]
        /// What followed by itself.
        package let endings: [Subject.Step]

        package var description: String {
            let list = steps.enumerated().map { "\n  \($0.offset + 1). \(Self.short($0.element))" }
            let rest = endings.prefix(10).map { "\n     then \(Self.short($0))" }
            return "broken with seed \(seed): \(broken.promise). \(broken.evidence)" + (list + rest).joined()
        }

        /// A step without the names of the types its values are of.
        private static func short(_ step: Subject.Step) -> String {
            var (text, word) = ("", "")
            for character in "\(step)" + "\n" {
                if character.isLetter || character.isNumber || "._".contains(character) {
                    word.append(character)
                } else {
                    let isQualified = word.first?.isLetter == true
                    text += isQualified ? word.split(separator: ".").last ?? "" : word[...]
                    text.append(character)
                    word = ""
                }
            }
            return String(text.dropLast())
        }
    }

    private static var restless: BrokenPromise { BrokenPromise("a machine comes to rest") }
    /// Steps from outside in one life.
    private static var lifeLimit: Int { 120 }

    private let seed: UInt64
    private var random: SeededRandom
    /// Steps taken so far.
    package private(set) var count = 0

    package init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
    }

    /// Walks at least `steps` steps, and lets others have a turn between lives: tests with a time limit run beside it.
    /// - Returns: the first fault, nil if there is none.
    package mutating func run(steps: Int) async -> Fault? {
        while count < steps {
            var taken: [Subject.Step] = []
            do throws(BrokenPromise) {
                try live(&taken)
            } catch {
                return shrink(taken, error)
            }
            await Task.yield()
        }
        return nil
    }

    private mutating func live(_ taken: inout [Subject.Step]) throws(BrokenPromise) {
        var subject = Subject()
        for step in Subject.beginnings.randomElement(using: &random) ?? [] { try take(step, &subject, &taken) }
        for _ in 0..<Int.random(in: 1...Self.lifeLimit, using: &random) where !subject.isOver {
            try take(choose(for: subject), &subject, &taken)
        }
        for _ in 0..<Subject.restLimit {
            guard let step = subject.endings.randomElement(using: &random) else { return try subject.checkRest() }
            try take(step, &subject, &taken)
        }
        throw Self.restless
    }

    private mutating func choose(for subject: Subject) -> Subject.Step {
        // What was started ends twice as often as something new comes.
        let isNew = Int.random(in: 0..<3, using: &random) == 0
        let outstanding = isNew ? [] : subject.outstanding
        let steps = outstanding.isEmpty ? Subject.inputs : outstanding
        return steps[Int.random(in: 0..<steps.count, using: &random)]
    }

    private mutating func take(
        _ step: Subject.Step, _ subject: inout Subject, _ taken: inout [Subject.Step]
    ) throws(BrokenPromise) {
        count += 1
        taken.append(step)
        try subject.take(step)
    }

    // MARK: Shrinking

    /// Leaves out steps, first many at once, then single ones, as long as the same promise is still broken.
    private func shrink(_ steps: [Subject.Step], _ broken: BrokenPromise) -> Fault {
        var fault = replay(steps) ?? Fault(seed: seed, broken: broken, steps: steps, endings: [])
        var width = max(fault.steps.count / 2, 1)
        while true {
            var isShorter = false
            var start = 0
            while start < fault.steps.count {
                var fewer = fault.steps
                fewer.removeSubrange(start..<min(start + width, fewer.count))
                if let again = replay(fewer), again.broken.promise == broken.promise {
                    fault = again
                    isShorter = true
                } else {
                    start += width
                }
            }
            if width == 1 && !isShorter { break }
            width = max(width / 2, 1)
        }
        return fault
    }

    /// Takes `steps` and then the first of what is outstanding until nothing is.
    private func replay(_ steps: [Subject.Step]) -> Fault? {
        var subject = Subject()
        var (taken, endings): ([Subject.Step], [Subject.Step]) = ([], [])
        do throws(BrokenPromise) {
            for step in steps {
                taken.append(step)
                try subject.take(step)
            }
            for _ in 0..<Subject.restLimit {
                guard let step = subject.endings.first else {
                    try subject.checkRest()
                    return nil
                }
                endings.append(step)
                try subject.take(step)
            }
        } catch {
            return Fault(seed: seed, broken: error, steps: taken, endings: endings)
        }
        return Fault(seed: seed, broken: Self.restless, steps: taken, endings: endings)
    }
}

/// SplitMix64: the same numbers in every run.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
