import ArgumentParser
import EventLoop
import Glibc
import ModemClient

/// One secret of the SIM: from a file, an open descriptor, or else the terminal.
protocol SIMSecretOptions: ParsableArguments {
    /// As the terminal is asked for it, and its option, without `-file`.
    static var name: String { get }
    static var option: String { get }
    var file: String? { get }
    var descriptor: Int32? { get }
}

extension SIMSecretOptions {
    func validate() throws {
        if file != nil, descriptor != nil {
            throw ValidationError("--\(Self.option)-file and --\(Self.option)-fd exclude each other")
        }
    }

    /// Before the loop runs. What is a terminal is asked later.
    func read() throws(Complaint) -> Secret {
        if let file { return try Secret.read(file: file, Self.name) }
        if let descriptor { return try Secret.read(descriptor: descriptor, Self.name) }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Complaint(
                .usage, "there is no terminal to ask for the \(Self.name)", advice: "Use --\(Self.option)-file.")
        }
        return .terminal(descriptor: STDIN_FILENO)
    }

    @LoopActor func ask(_ secret: Secret, _ hint: String = "") async throws -> String {
        let prompt = "\(Self.name)\(hint): "
        switch secret {
        case .text(let text): return text
        case .terminal(let descriptor):
            return try await untilInterrupted { try await TerminalPrompt.ask(prompt, from: descriptor) }
        }
    }
}

struct PINOptions: SIMSecretOptions {
    static let name = "PIN"
    static let option = "pin"

    @Option(
        name: .customLong("pin-file"), help: ArgumentHelp("File with the PIN of the SIM.", valueName: "file"),
        completion: .file())
    var file: String?
    @Option(
        name: .customLong("pin-fd"), help: ArgumentHelp("Open descriptor to read the PIN from.", valueName: "number"))
    var descriptor: Int32?
}

struct NewPINOptions: SIMSecretOptions {
    static let name = "New PIN"
    static let option = "new-pin"

    @Option(
        name: .customLong("new-pin-file"), help: ArgumentHelp("File with the new PIN.", valueName: "file"),
        completion: .file())
    var file: String?
    @Option(
        name: .customLong("new-pin-fd"),
        help: ArgumentHelp("Open descriptor to read the new PIN from.", valueName: "number"))
    var descriptor: Int32?
}

struct PUKOptions: SIMSecretOptions {
    static let name = "PUK"
    static let option = "puk"

    @Option(
        name: .customLong("puk-file"), help: ArgumentHelp("File with the PUK of the SIM.", valueName: "file"),
        completion: .file())
    var file: String?
    @Option(
        name: .customLong("puk-fd"), help: ArgumentHelp("Open descriptor to read the PUK from.", valueName: "number"))
    var descriptor: Int32?
}
