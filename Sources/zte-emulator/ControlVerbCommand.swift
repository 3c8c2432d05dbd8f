import ArgumentParser
import EventLoop
import Glibc
import ModemEmulator

/// Does something to a running stick.
struct ControlVerbCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ctl", abstract: "Do something to a running stick: \(ControlCommand.usage).")

    @Option(help: "Control socket of the emulator.")
    var control = defaultControlPath

    @Argument(help: "What to do.")
    var verb: [String]

    func validate() throws {
        guard ControlCommand(verb.joined(separator: " ")) != nil else {
            throw ValidationError("there are: \(ControlCommand.usage)")
        }
    }

    func run() {
        EventLoop.exit { [self] in await ask() }
    }

    @LoopActor private func ask() async -> Int32 {
        do throws(SystemError) {
            let answer = try await ControlClient.ask(verb.joined(separator: " "), path: control)
            if !answer.hasPrefix("error: ") {
                print(answer)
                return 0
            }
            complain(answer)
        } catch {
            complain("no emulator answers: \(error)")
        }
        return 1
    }
}
