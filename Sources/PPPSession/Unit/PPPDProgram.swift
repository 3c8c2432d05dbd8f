internal import CPosix
internal import EventLoop
internal import Glibc
internal import ModemCore

/// `zte-pppd`, the one program of ours that runs as root whatever the daemon runs as, in the unit of one call.
///
/// It makes of a ``CallRecord`` what pppd is told, and becomes pppd; and when pppd has ended it says what pppd said last.
/// What it is told itself comes from the unit's file, which is root's.
package enum PPPDProgram {
    /// Statuses that pppd never ends with (pppd(8), EXIT STATUS).
    private enum Status {
        static let usage: Int32 = 64
        static let refused: Int32 = 65
        static let failed: Int32 = 71
    }

    private static let usage = """
        usage: zte-pppd start NODE RECORD [--pppd PATH] [--scripts FOLDER] [--folder FOLDER]
               zte-pppd stop NODE [--folder FOLDER] [--locks FOLDER]

        Run by the unit zte-pppd@NODE.service, and by nobody else.

        """

    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit status; not at all once it has become pppd.
    package static func run(_ arguments: [String]) -> Int32 {
        var paths = Paths()
        var words: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-") else {
                words.append(argument)
                continue
            }
            guard let value = rest.popFirst(), paths.set(argument, value) else { return complain(usage, Status.usage) }
        }
        guard words.count >= 2, CallUnit.isNode(words[1]) else { return complain(usage, Status.usage) }
        switch (words[0], words.count) {
        case ("start", 3): return start(words[1], record: words[2], paths)
        case ("stop", 2): return stop(words[1], paths)
        default: return complain(usage, Status.usage)
        }
    }

    private struct Paths {
        var pppd = "/usr/sbin/pppd"
        var scripts = "/usr/libexec/zte-modem"
        /// Of the folders of calls.
        var folder = "/run/zte-pppd"
        var locks = "/run/lock"

        mutating func set(_ option: String, _ value: String) -> Bool {
            switch option {
            case "--pppd": pppd = value
            case "--scripts": scripts = value
            case "--folder": folder = value
            case "--locks": locks = value
            default: return false
            }
            return value.hasPrefix("/")
        }
    }

    // MARK: Start

    private static func start(_ node: String, record: String, _ paths: Paths) -> Int32 {
        let folder = "\(paths.folder)/\(node)"
        do {
            let call = try CallRecord.read(try contents(of: record), node: node)
            let options = try OptionsPipe(PPPOptions(call, folder: folder, scripts: paths.scripts))
            let log = try OwnedDescriptor(
                "open the log", cposix_open(CallLog.path(in: folder), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600))
            return become(paths.pppd, call.port, options, log)
        } catch let refusal as CallRecord.Refusal {
            return complain("zte-pppd: the record is refused: \(refusal.reason)\n", Status.refused)
        } catch {
            return complain("zte-pppd: \(error)\n", Status.failed)
        }
    }

    private static func contents(of path: String) throws(SystemError) -> [UInt8] {
        let file = try OwnedDescriptor("open the record", cposix_open(path, O_RDONLY | O_NONBLOCK, 0))
        // One more than it may have, by which it is refused.
        var bytes = [UInt8](repeating: 0, count: CallRecord.limit + 1)
        let count = try SystemError.checkErrno("read the record", read(file.number, &bytes, bytes.count))
        return Array(bytes.prefix(count))
    }

    /// Returns only where that failed.
    private static func become(
        _ pppd: String, _ port: TTYPort, _ options: borrowing OptionsPipe, _ log: borrowing OwnedDescriptor
    ) -> Int32 {
        // What is opened as 3 is closed by exec, unless it is made anew.
        let copy = fcntl(options.reading.number, F_DUPFD, 10)
        guard copy >= 0, dup2(log.number, 1) >= 0, dup2(copy, OptionsPipe.childNumber) >= 0, close(copy) == 0 else {
            return complain("zte-pppd: no descriptors\n", Status.failed)
        }
        let words: [String] = [pppd, port.path, "file", OptionsPipe.childPath]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        arguments.append(nil)
        execve(pppd, &arguments, &environment)
        return complain("zte-pppd: \(SystemError(call: pppd, code: errno))\n", Status.failed)
    }

    // MARK: Stop

    private static func stop(_ node: String, _ paths: Paths) -> Int32 {
        // A pppd that was killed outright leaves its lock.
        ProcessIDFile.removeStale("\(paths.locks)/\(ProcessIDFile.lockName(node: node))")
        let status = CallUnit.status(of: CallLog.lines(in: "\(paths.folder)/\(node)"))
        guard !status.isEmpty, let socket = getenv("NOTIFY_SOCKET") else { return 0 }
        let message = "STATUS=\(status)"
        // Nobody to be told is no reason to fail: the exit status says most.
        _ = cposix_notify(socket, message, message.utf8.count)
        return 0
    }

    private static func complain(_ text: String, _ status: Int32) -> Int32 {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        return status
    }
}
