/// What the host asks of +CUSD.
enum UssdRequest: Equatable, Sendable {
    case send(String)
    case cancel
}

/// The network's side of USSD: what it answers to a code, and where in its menus the stick is.
package struct UssdService: Equatable, Sendable {
    /// 27.007, 7.15: the number in front of +CUSD.
    enum Outcome: Int, Sendable {
        case finished = 0
        case asks = 1
        case released = 2
        case notSupported = 4
        case timedOut = 5
    }

    package enum Answer: Equatable, Sendable {
        /// That is all.
        case text(String)
        /// The network waits for what is chosen.
        case menu(String)
        /// The network ends it.
        case release
        case notSupported
        case timeout
        /// Nothing ever comes.
        case silence
        /// The same as another place in the menus.
        case same(String)
        /// The command itself is refused.
        case refuse
    }

    /// Codes, and what is chosen behind them: `*101#`, `*101#/2`, `*101#/2/1`.
    package private(set) var answers: [String: Answer] = Self.usual
    /// Where a menu waits; nil: nowhere.
    private(set) var place: String?

    static let longest = 182
    private static let mostAnswers = 200

    package init() {}

    /// False when there are too many.
    mutating func set(_ answer: Answer, at place: String) -> Bool {
        guard answers[place] != nil || answers.count < Self.mostAnswers else { return false }
        answers[place] = answer
        return true
    }

    /// Whether the code is refused at once.
    func refuses(_ text: String) -> Bool { answers[next(text)] == .refuse }

    /// What comes of a code, or of a choice in a menu that waits; nil: nothing.
    mutating func ask(_ text: String) -> (outcome: Outcome, text: String?)? {
        var place = next(text)
        self.place = nil
        // As many hops as there are places, then it is a circle.
        for _ in 0...answers.count {
            switch answers[place] {
            case nil, .notSupported?: return (.notSupported, nil)
            case .text(let text)?: return (.finished, text)
            case .release?: return (.released, nil)
            case .timeout?: return (.timedOut, nil)
            case .silence?, .refuse?: return nil
            case .same(let other)?: place = other
            case .menu(let text)?:
                self.place = place
                return (.asks, text)
            }
        }
        return nil
    }

    /// The host, or the network, ends it.
    mutating func end() { place = nil }

    /// The network asks by itself; answers to that are set at `push/1` and so on.
    mutating func push() { place = "push" }

    private func next(_ text: String) -> String { place.map { "\($0)/\(text)" } ?? text }

    private static let usual: [String: Answer] = [
        "*100#": .text("Your balance is 12.34 EUR."),
        "*101#": .menu("Welcome\n1 Balance\n2 Options\n3 Sprache"),
        "*101#/1": .same("*100#"),
        "*101#/2": .menu("Options\n1 Day pass\n0 Back"),
        "*101#/2/1": .text("The day pass is yours."),
        "*101#/2/0": .same("*101#"),
        "*101#/3": .text("Österreichisch für Gäste"),
        "*102#": .text("Баланс: 12,34 €"),
        "*103#": .text("Ihr Guthaben beträgt 12,34 €, gültig bis März."),
        "*104#": .silence,
        "*105#": .release,
        "*106#": .timeout,
    ]
}
