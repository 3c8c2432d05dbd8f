internal import CPosix
package import EventLoop
internal import Glibc

/// What the stick saw, one line an event: `[   12.345678] stick: eject received`. Seconds are CLOCK_MONOTONIC, as in the
/// kernel's log.
@LoopActor package final class EventLog {
    private let sink: @LoopActor (String) -> Void
    private let prefix: String

    /// `sink` gets each line, without a line feed.
    package convenience init(sink: @escaping @LoopActor (String) -> Void) { self.init(prefix: "", sink: sink) }

    private init(prefix: String, sink: @escaping @LoopActor (String) -> Void) {
        self.prefix = prefix
        self.sink = sink
    }

    /// The same log, as one of several sticks writes to it: `[   12.345678] #3 stick: eject received`.
    package func numbered(_ number: Int) -> EventLog { EventLog(prefix: "#\(number) ", sink: sink) }

    package func write(_ text: String) {
        sink("[\(Self.seconds(LoopClock.monotonic.now.nanoseconds))] \(prefix)\(text)")
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
