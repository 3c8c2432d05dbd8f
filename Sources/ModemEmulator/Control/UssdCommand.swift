/// What somebody at the control socket does about USSD.
package enum UssdCommand: Equatable, Sendable, CustomStringConvertible {
    /// What the network answers to a code, or to a choice in a menu: `*101#/2`.
    case set(String, UssdService.Answer)
    /// The network says something of its own accord, and may wait for an answer.
    case push(String, asks: Bool)
    /// The network ends what is under way.
    case release

    package static let usage =
        "ussd CODE[/CHOICE…] text|menu TEXT, ussd CODE same CODE, "
        + "ussd CODE release|unsupported|timeout|silence|refuse, ussd-push text|menu TEXT, ussd-release"

    /// nil for a line that is none of these.
    init?(_ verb: some StringProtocol, _ rest: some StringProtocol) {
        var words = ControlWords(rest)
        switch verb {
        case "ussd":
            guard let place = words.next(), let kind = words.next(),
                let answer = UssdService.Answer(kind, words.text())
            else { return nil }
            self = .set(place, answer)
        case "ussd-push":
            guard let kind = words.next(), kind == "text" || kind == "menu", let text = words.text() else { return nil }
            self = .push(text, asks: kind == "menu")
        case "ussd-release" where words.isEmpty: self = .release
        default: return nil
        }
    }

    /// As it is written.
    package var description: String {
        switch self {
        case .set(let place, let answer): "ussd \(place) \(answer.words)"
        case .push(let text, let asks): "ussd-push \(asks ? "menu" : "text") \(ControlWords.escaped(text))"
        case .release: "ussd-release"
        }
    }
}

extension UssdService.Answer {
    fileprivate init?(_ kind: String, _ text: String?) {
        switch (kind, text) {
        case ("text", let text?): self = .text(text)
        case ("menu", let text?): self = .menu(text)
        case ("same", let place?): self = .same(place)
        case ("release", nil): self = .release
        case ("unsupported", nil): self = .notSupported
        case ("timeout", nil): self = .timeout
        case ("silence", nil): self = .silence
        case ("refuse", nil): self = .refuse
        default: return nil
        }
    }

    fileprivate var words: String {
        switch self {
        case .text(let text): "text \(ControlWords.escaped(text))"
        case .menu(let text): "menu \(ControlWords.escaped(text))"
        case .same(let place): "same \(ControlWords.escaped(place))"
        case .release: "release"
        case .notSupported: "unsupported"
        case .timeout: "timeout"
        case .silence: "silence"
        case .refuse: "refuse"
        }
    }
}
