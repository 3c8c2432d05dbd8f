import CPosix
import Glibc

/// Where a report is written to.
enum ReportFile {
    /// To standard output for `-`; else to a new file that only its owner may read.
    /// - Throws: a complaint where there is something of that name already, a symbolic link included.
    static func write(_ text: String, to path: String) throws(Complaint) {
        if path == "-" { return try Output.standard.write(text) }
        let descriptor = cposix_open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Complaint(.failed, "cannot write \(path): \(String(cString: strerror(-descriptor)))")
        }
        defer { close(descriptor) }
        try Output(descriptor: descriptor).write(text)
    }
}
