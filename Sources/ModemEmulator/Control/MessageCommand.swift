/// What somebody at the control socket does about messages.
package enum MessageCommand: Equatable, Sendable, CustomStringConvertible {
    /// Somebody sends the stick one.
    case deliver(DeliveredMessage)
    /// The same, as it is kept: the service centre, then the PDU.
    case deliverPDU([UInt8])
    /// What is in the stores, and how many wait in the network.
    case stores
    /// What the stick has sent.
    case sent
    /// How the next ones fare, in turn.
    case next([ServiceCentre.Answer])
    /// How those after them fare.
    case always(ServiceCentre.Answer)
    /// What becomes of reports that are asked for.
    case reports(ServiceCentre.Reporting)
    /// A report now: on the message with that reference, or on the newest.
    case report(UInt8?, status: UInt8)

    package static let usage =
        "sms --from NUMBER [--class 0-3] [--ucs2] [--ports TO,FROM] [--reference N] [--time YY/MM/DD,HH:MM:SS+ZZ] "
        + "[--parts 2,1] --text TEXT|--data HEX, sms --pdu HEX, sms-stores, sms-sent, "
        + "sms-next accept|refuse:CODE|silent|lost|no-prompt…, sms-always (the same), "
        + "sms-reports delivered|failed|later|never, sms-report last|REFERENCE delivered|failed|STATUS"

    /// nil for a line that is none of these.
    init?(_ verb: some StringProtocol, _ rest: some StringProtocol) {
        var words = ControlWords(rest)
        switch verb {
        case "sms": guard let command = Self.delivery(&words) else { return nil }; self = command
        case "sms-stores": self = .stores
        case "sms-sent": self = .sent
        case "sms-next":
            guard let answers = Self.answers(&words) else { return nil }
            self = .next(answers)
        case "sms-always":
            guard let answer = words.next().flatMap({ ServiceCentre.Answer($0) }) else { return nil }
            self = .always(answer)
        case "sms-reports":
            guard let reporting = words.next().flatMap({ ServiceCentre.Reporting(rawValue: $0) }) else { return nil }
            self = .reports(reporting)
        case "sms-report":
            guard let command = Self.report(&words) else { return nil }
            self = command
        default: return nil
        }
        if !words.isEmpty { return nil }
    }

    /// As it is written.
    package var description: String {
        switch self {
        case .deliver(let message): "sms \(message.words)"
        case .deliverPDU(let pdu): "sms --pdu \(Hex.text(pdu))"
        case .stores: "sms-stores"
        case .sent: "sms-sent"
        case .next(let answers): "sms-next \(answers.map(\.word).joined(separator: " "))"
        case .always(let answer): "sms-always \(answer.word)"
        case .reports(let reporting): "sms-reports \(reporting.rawValue)"
        case .report(let reference, let status): "sms-report \(reference.map(String.init) ?? "last") \(status)"
        }
    }

    private static func answers(_ words: inout ControlWords) -> [ServiceCentre.Answer]? {
        var answers: [ServiceCentre.Answer] = []
        while let word = words.next() {
            guard let answer = ServiceCentre.Answer(word) else { return nil }
            answers.append(answer)
        }
        return answers.isEmpty ? nil : answers
    }

    private static func report(_ words: inout ControlWords) -> MessageCommand? {
        guard let reference = words.next(), reference == "last" || UInt8(reference) != nil, let status = words.next()
        else { return nil }
        let known = ["delivered": ServiceCentre.delivered, "failed": ServiceCentre.expired]
        return (known[status] ?? UInt8(status)).map { .report(UInt8(reference), status: $0) }
    }

    private static func delivery(_ words: inout ControlWords) -> MessageCommand? {
        var message = DeliveredMessage(sender: "", content: .data([]))
        var hasContent = false
        while let word = words.next() {
            switch word {
            case "--pdu":
                guard let pdu = words.next().flatMap({ Hex.bytes($0) }), !pdu.isEmpty else { return nil }
                return .deliverPDU(pdu)
            case "--text":
                guard let text = words.text() else { return nil }
                message.content = .text(text)
                hasContent = true
            case "--data":
                guard let bytes = words.next().flatMap({ Hex.bytes($0) }) else { return nil }
                message.content = .data(bytes)
                hasContent = true
            default:
                guard message.take(word, &words) else { return nil }
            }
        }
        return hasContent && !message.sender.isEmpty ? .deliver(message) : nil
    }
}

extension DeliveredMessage {
    /// An option other than its content; false for what is none.
    fileprivate mutating func take(_ option: String, _ words: inout ControlWords) -> Bool {
        switch option {
        case "--from":
            sender = words.next() ?? ""
            return sender.utf8.count <= 20 && !sender.isEmpty
        case "--class":
            messageClass = words.number(0...3)
            return messageClass != nil
        case "--ucs2": wantsUCS2 = true
        case "--reference":
            guard let number: UInt8 = words.number(0...255) else { return false }
            reference = number
        case "--time":
            time = words.next()
            return time.flatMap { PDUTime.bytes($0) } != nil
        case "--ports":
            let numbers = (words.next() ?? "").split(separator: ",").compactMap { UInt16($0) }
            guard numbers.count == 2 else { return false }
            ports = Ports(destination: numbers[0], source: numbers[1])
        case "--parts":
            order = (words.next() ?? "").split(separator: ",").map { Int($0) ?? 0 }
            return !order.isEmpty && !order.contains { $0 < 1 }
        default: return false
        }
        return true
    }

    fileprivate var words: String {
        var words = ["--from \(sender)"]
        if let messageClass { words.append("--class \(messageClass)") }
        if wantsUCS2 { words.append("--ucs2") }
        if let ports { words.append("--ports \(ports.destination),\(ports.source)") }
        if reference > 0 { words.append("--reference \(reference)") }
        if let time { words.append("--time \(time)") }
        if !order.isEmpty { words.append("--parts \(order.map(String.init).joined(separator: ","))") }
        switch content {
        case .text(let text): words.append("--text \(ControlWords.escaped(text))")
        case .data(let bytes): words.append("--data \(Hex.text(bytes))")
        }
        return words.joined(separator: " ")
    }
}

extension ServiceCentre.Answer {
    init?(_ word: String) {
        switch word {
        case "accept": self = .accept
        case "silent": self = .silent
        case "lost": self = .lost
        case "no-prompt": self = .noPrompt
        default:
            guard word.hasPrefix("refuse:"), let code = Int(word.dropFirst(7)), (0...999).contains(code) else {
                return nil
            }
            self = .refuse(code)
        }
    }

    var word: String {
        switch self {
        case .accept: "accept"
        case .refuse(let code): "refuse:\(code)"
        case .silent: "silent"
        case .lost: "lost"
        case .noPrompt: "no-prompt"
        }
    }
}
