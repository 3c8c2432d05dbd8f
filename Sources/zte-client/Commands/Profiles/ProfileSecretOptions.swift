import ArgumentParser
import DBus
import EventLoop
import ModemAPI

/// Password and PIN of a profile: each from a file, an open descriptor, or not at all.
struct ProfileSecretOptions: ParsableArguments {
    @Option(help: ArgumentHelp("File with the password.", valueName: "file"), completion: .file())
    var passwordFile: String?
    @Option(help: ArgumentHelp("Open descriptor to read the password from.", valueName: "number"))
    var passwordFd: Int32?
    @Option(help: ArgumentHelp("File with the PIN of the SIM.", valueName: "file"), completion: .file())
    var pinFile: String?
    @Option(help: ArgumentHelp("Open descriptor to read the PIN from.", valueName: "number"))
    var pinFd: Int32?

    func validate() throws {
        if passwordFile != nil, passwordFd != nil {
            throw ValidationError("--password-file and --password-fd exclude each other")
        }
        if pinFile != nil, pinFd != nil { throw ValidationError("--pin-file and --pin-fd exclude each other") }
        if let passwordFd, passwordFd == pinFd { throw ValidationError("--password-fd and --pin-fd must differ") }
    }

    /// What was given, still to be asked for where it is a terminal.
    struct Given {
        var password: Secret?
        var pin: Secret?

        @LoopActor var settings: [String: Value] {
            get async throws {
                var settings: [String: Value] = [:]
                if let password {
                    settings[ConnectSetting.password.rawValue] = .string(try await Self.text(password, "Password: "))
                }
                if let pin {
                    settings[ConnectSetting.pin.rawValue] = .string(try await Self.text(pin, "PIN of the SIM: "))
                }
                return settings
            }
        }

        @LoopActor private static func text(_ secret: Secret, _ prompt: String) async throws -> String {
            switch secret {
            case .text(let text): return text
            case .terminal(let descriptor):
                return try await untilInterrupted { try await TerminalPrompt.ask(prompt, from: descriptor) }
            }
        }
    }

    /// Before the loop runs.
    func read() throws(Complaint) -> Given {
        Given(
            password: try Self.secret(passwordFile, passwordFd, "password"), pin: try Self.secret(pinFile, pinFd, "PIN")
        )
    }

    private static func secret(_ file: String?, _ descriptor: Int32?, _ name: String) throws(Complaint) -> Secret? {
        if let file { return try Secret.read(file: file, name) }
        if let descriptor { return try Secret.read(descriptor: descriptor, name) }
        return nil
    }
}
