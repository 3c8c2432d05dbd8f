internal import CPosix
package import EventLoop
internal import Glibc

/// What the stick saw, one line an event: `[   12.345678] stick: eject received`. Seconds are CLOCK_MONOTONIC, as in the
/// kernel's log.
@LoopActor package final class EventLog {
    private let sink: @LoopActor (String) -> Void

    /// `sink` gets each line, without a line feed.
    package init(sink: @escaping @LoopActor (String) -> Void) { self.sink = sink }

    package func write(_ text: String) {
        sink("[\(Self.seconds(LoopClock.monotonic.now.nanoseconds))] \(text)")
    }

    /// Writes to stderr and, when given, to the end of a file.
    package static func program(file path: String?) throws(SystemError) -> EventLog {
        var descriptors: [Int32] = [2]
        if let path {
            descriptors.append(
                try SystemError.check("open \(path)", cposix_open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)))
        }
        return EventLog { line in
            let bytes = Array("\(line)\n".utf8)
            // A reader that went away must not end the stick.
            for descriptor in descriptors { _ = Glibc.write(descriptor, bytes, bytes.count) }
        }
    }

    private static func seconds(_ nanoseconds: UInt64) -> String {
        let whole = String(nanoseconds / 1_000_000_000)
        let micro = String(nanoseconds / 1000 % 1_000_000)
        return String(repeating: " ", count: max(5 - whole.count, 0)) + whole + "."
            + String(repeating: "0", count: 6 - micro.count) + micro
    }
}
