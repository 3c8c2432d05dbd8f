internal import CPosix
internal import Glibc
internal import ModemCore
internal import SerialDriver
internal import SerialPort

/// The program of `zte-step@.service`: root, for one step. What it is told comes from the service, which it does not trust.
package enum RootStepProgram {
    private enum Status {
        static let usage: Int32 = 64
        static let failed: Int32 = 71
    }

    /// Where the steps are taken.
    struct Places {
        var driver = SysfsDriverBinding.folder
        var links = DeviceLinks.folder
        var processes = ProcessPlaces()
    }

    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit status.
    package static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count == 1, let step = RootStep(arguments[0]) else {
            complain(
                "zte-step: not a step. Run by the unit zte-step@STEP.service, for zte-modemd, and by nobody else.\n")
            return Status.usage
        }
        do throws(SerialError) {
            tell(try take(step, Places()))
            return 0
        } catch {
            tell("\(error)")
            return Status.failed
        }
    }

    /// - Returns: what there is to say.
    static func take(_ step: RootStep, _ places: Places) throws(SerialError) -> String {
        switch step {
        case .adopt(let id, let reference):
            return StepAnswer.text(NewID(path: places.driver + "/new_id").add(id, like: reference))
        case .holders(let nodes):
            return StepAnswer.text(places.processes.holders(of: nodes.map { "/dev/" + $0 }))
        case .link(let imei, let ports):
            try LinkFolder(path: places.links).link(imei, to: ports)
            return ""
        case .unlink(let imeis):
            for imei in imeis { LinkFolder(path: places.links).unlink(imei) }
            return ""
        }
    }

    private static func tell(_ answer: String) {
        guard !answer.isEmpty, let socket = getenv("NOTIFY_SOCKET") else { return }
        let message = "STATUS=\(answer)"
        _ = cposix_notify(socket, message, message.utf8.count)
    }

    private static func complain(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
