internal import Glibc
internal import ModemCore

extension SerialError {
    /// - Parameters:
    ///   - code: `errno`.
    ///   - call: what failed, for the message.
    init(errno code: Int32, _ call: String) {
        switch code {
        // EIO is what a tty answers once it has hung up.
        case ENOENT, ENODEV, ENXIO, EIO: self = .gone
        case EBUSY, EWOULDBLOCK: self = .busy
        case EACCES, EPERM: self = .accessDenied
        case EMFILE, ENFILE, ENOMEM, ENOBUFS: self = .outOfResources
        case ELOOP: self = .failed("\(call): is a symbolic link, not a device")
        default: self = .failed("\(call): \(String(cString: strerror(code)))")
        }
    }

    /// Turns the `-errno` convention of CPosix into a throw, except for the codes in `tolerated`.
    @discardableResult
    static func check(_ call: String, _ result: Int32, tolerating tolerated: Int32...) throws(SerialError) -> Int32 {
        if result < 0, !tolerated.contains(-result) { throw SerialError(errno: -result, call) }
        return result
    }
}
