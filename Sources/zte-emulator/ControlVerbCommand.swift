import ArgumentParser
import EventLoop
import Glibc
import ModemEmulator

/// Does something to a running stick.
struct ControlVerbCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ctl", abstract: "Do something to a running stick: \(ControlCommand.usage).",
        discussion:
            "Of several sticks (run --count), say which: zte-emulator ctl 3 unplug, zte-emulator ctl all status.")

    @Option(help: "Control socket of the emulator.")
    var control = defaultControlPath

    @Argument(
        parsing: .allUnrecognized,
        help: "What to do, after the number of the stick, or all, where there are several.")
    var verb: [String]

    func validate() throws {
        guard ControlRequest(verb.joined(separator: " ")) != nil else {
            throw ValidationError("there are: \(ControlRequest.usage)")
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
