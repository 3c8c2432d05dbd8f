import EventLoop
import Glibc

/// Asks a person at the terminal.
@LoopActor enum TerminalPrompt {
    /// Somebody is there to answer.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// For what nobody else should see: writes `prompt` to standard error and reads a line from the terminal. The terminal is as before when this returns,
    /// also when the task is cancelled.
    static func ask(_ prompt: String, from descriptor: Int32 = STDIN_FILENO) async throws -> String {
        var before = termios()
        guard tcgetattr(descriptor, &before) == 0 else { throw Complaint(.usage, "there is no terminal to ask at") }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        silent.c_lflag |= tcflag_t(ICANON | ISIG)
        // What was typed ahead was not meant for this.
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        defer {
            tcsetattr(descriptor, TCSAFLUSH, &before)
            try? Output.error.write("\n")
        }
        try Output.error.write(prompt)
        return try Secret.firstLine(try await line(from: descriptor), "the answer")
    }

    /// The same for what may be seen. Nil: nothing was typed, or the input has ended.
    static func askOpenly(_ prompt: String, from descriptor: Int32 = STDIN_FILENO) async throws -> String? {
        try Output.error.write(prompt)
        let bytes = try await line(from: descriptor)
        if bytes.isEmpty || bytes == [0x0a] { return nil }
        return try Secret.firstLine(bytes, "the answer")
    }

    private static func line(from descriptor: Int32) async throws -> [UInt8] {
        let (ready, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watch = try DescriptorWatch(descriptor, for: .readable) { _ in continuation.yield() }
        defer { watch.cancel() }
        for await _ in ready {
            var line = [UInt8](repeating: 0, count: 1024)
            let count = read(descriptor, &line, line.count)
            if count >= 0 { return Array(line.prefix(count)) }
            if errno != EINTR, errno != EAGAIN { break }
        }
        try Task.checkCancellation()
        throw Complaint(.failed, "the terminal is gone")
    }
}
