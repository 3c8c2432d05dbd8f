import EventLoop
import Glibc

/// The last lines of the service in the journal.
@LoopActor enum Journal {
    private static let program = "/usr/bin/journalctl"
    private static let lines = 200
    private static let limit = Duration.seconds(10)

    /// Nil where there is no journal, or this caller may not read it.
    static func lastLines() async -> String? {
        // A file takes whatever comes; a pipe would have to be emptied meanwhile.
        guard let file = tmpfile() else { return nil }
        defer { fclose(file) }
        let arguments = ["--unit=zte-modemd", "--lines=\(lines)", "--output=short-iso", "--no-pager", "--quiet"]
        guard
            let journal = try? ChildProcess(
                .init(path: program, arguments: arguments, descriptors: [1: fileno(file)], parentDeathSignal: SIGKILL))
        else { return nil }
        let ending = Task { @LoopActor in
            try await LoopClock.monotonic.sleep(for: limit)
            await journal.terminate(grace: .seconds(1), clock: LoopClock.monotonic)
        }
        let end = await journal.end()
        ending.cancel()
        rewind(file)
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        let count = fread(&bytes, 1, bytes.count, file)
        return end == .exited(0) && count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
