internal import CPosix
internal import Glibc
internal import Synchronization

/// The socket of journald for entries with fields. Never waits: a record that finds the journal full is lost and counted.
package final class JournalSocket: Sendable {
    enum Outcome: Equatable {
        case sent
        /// The journal takes nothing more for now.
        case full
        /// There is no journal, or it is being started anew.
        case absent
    }

    package static let standardPath = "/run/systemd/journal/socket"

    private let path: String
    private let descriptor: Int32
    private let lostCount = Mutex(0)

    /// Nil where there is no journal.
    package init?(path: String = JournalSocket.standardPath) {
        guard access(path, W_OK) == 0 else { return nil }
        descriptor = cposix_datagram_socket()
        self.path = path
        if descriptor < 0 { return nil }
    }

    deinit { _ = close(descriptor) }

    func send(_ record: JournalRecord) -> Outcome {
        switch cposix_send_to(descriptor, path, record.bytes, record.bytes.count) {
        case 0: return .sent
        case -EAGAIN, -ENOBUFS, -EMSGSIZE:
            lostCount.withLock { $0 += 1 }
            return .full
        default: return .absent
        }
    }

    /// How many records were lost since this was last asked.
    func takeLostCount() -> Int {
        lostCount.withLock { count in
            defer { count = 0 }
            return count
        }
    }
}
