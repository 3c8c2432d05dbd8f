import EventLoop
import Glibc
import ModemEmulator

/// SIGTERM, SIGINT, or `quit` on the control socket.
@LoopActor final class StopRequest {
    private let signals: SignalStream
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() throws(SystemError) {
        signals = try SignalStream([SIGTERM, SIGINT])
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
        Task { @LoopActor [signals, continuation] in
            for await _ in signals.signals {
                continuation.yield()
                break
            }
        }
    }

    func fire() { continuation.yield() }

    func wait() async {
        for await _ in stream { break }
    }
}

/// Runs `body` with a log; its error becomes one line and exit status 1.
@LoopActor func runProgram(log path: String?, _ body: (EventLog) async throws -> Void) async -> Int32 {
    // A reader of the log that goes away must not end the stick.
    signal(SIGPIPE, SIG_IGN)
    do {
        try await body(try EventLog.program(file: path))
        return 0
    } catch {
        complain("\(error)")
        return 1
    }
}

func complain(_ text: String) {
    let bytes = Array("zte-emulator: \(text)\n".utf8)
    _ = write(2, bytes, bytes.count)
}
