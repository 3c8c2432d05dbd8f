/// A line on the control socket: whom it is for, and what it asks.
package struct ControlRequest: Equatable, Sendable, CustomStringConvertible {
    package enum Selection: Equatable, Sendable {
        /// The only one there is.
        case unspecified
        /// Counted from 1.
        case number(Int)
        case all
    }

    package let selection: Selection
    package let command: ControlCommand

    /// How they are written, for usage messages.
    package static let usage = "[NUMBER|all] COMMAND, with these commands: \(ControlCommand.usage)"

    package init(_ selection: Selection, _ command: ControlCommand) {
        self.selection = selection
        self.command = command
    }

    /// nil for a line that is none.
    package init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let selection: Selection
        switch words.first {
        case nil: return nil
        case "all": selection = .all
        case let word?: selection = Int(word).map { .number($0) } ?? .unspecified
        }
        let rest = selection == .unspecified ? line : words.dropFirst().first.map(String.init) ?? ""
        guard let command = ControlCommand(rest) else { return nil }
        self.init(selection, command)
    }

    /// As it is written.
    package var description: String {
        switch selection {
        case .unspecified: "\(command)"
        case .number(let number): "\(number) \(command)"
        case .all: "all \(command)"
        }
    }
}
