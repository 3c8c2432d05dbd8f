import ArgumentParser
import Glibc

@main enum Program {
    static func main() {
        do {
            var command = try ZTEClient.parseAsRoot()
            try command.run()
        } catch let complaint as Complaint {
            try? Output.error.write(complaint.text)
            exit(complaint.status.rawValue)
        } catch {
            end(with: error)
        }
    }

    /// Help and completion scripts are what was asked for; anything else is wrong usage.
    private static func end(with error: any Error) -> Never {
        if ZTEClient.exitCode(for: error).isSuccess { ZTEClient.exit(withError: error) }
        try? Output.error.write(ZTEClient.fullMessage(for: error) + "\n")
        exit(ExitStatus.usage.rawValue)
    }
}
