internal import ModemCore

/// What a step has to say, in one line: it travels as the status of its unit.
enum StepAnswer {
    private static let separator: Character = "\t"

    static func text(_ answer: DriverAnswer) -> String {
        switch answer {
        case .adopted: "adopted"
        case .moduleMissing: "module-missing"
        case .unknownID: "unknown-id"
        case .refused(let why): "refused" + String(separator) + why
        }
    }

    static func driverAnswer(_ text: String) -> DriverAnswer? {
        switch text {
        case "adopted": .adopted
        case "module-missing": .moduleMissing
        case "unknown-id": .unknownID
        case _ where text.hasPrefix("refused" + String(separator)):
            .refused(String(text.dropFirst("refused".count + 1)))
        default: nil
        }
    }

    /// The name of a process has no control characters: ``PortHolder``.
    static func text(_ holders: [PortHolder]) -> String {
        holders.map { "\($0.processID) \($0.command)" }.joined(separator: String(separator))
    }

    static func holders(_ text: String) -> [PortHolder] {
        text.split(separator: separator).compactMap { holder in
            let words = holder.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let process = Int32(words[0]), process > 0 else { return nil }
            return PortHolder(processID: process, command: String(words[1]))
        }
    }
}
