import Glibc

/// Where a password or PIN comes from. Never from the command line, which everybody on the machine can read.
enum Secret: Equatable {
    case text(String)
    /// Asked for, without echo.
    case terminal(descriptor: Int32)

    private static let longest = 1024

    /// The first line of a file.
    static func read(file path: String, _ name: String) throws(Complaint) -> Secret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw cannotRead("the \(name) file \(path)", errno) }
        defer { close(descriptor) }
        return .text(try line(of: descriptor, "the \(name) file \(path)"))
    }

    /// The first line of what can be read from an open descriptor; a terminal is left for later.
    static func read(descriptor: Int32, _ name: String) throws(Complaint) -> Secret {
        if isatty(descriptor) == 1 { return .terminal(descriptor: descriptor) }
        return .text(try line(of: descriptor, "the \(name) from descriptor \(descriptor)"))
    }

    private static func line(of descriptor: Int32, _ what: String) throws(Complaint) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: longest)
        while bytes.count <= longest, !bytes.contains(0x0a) {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw cannotRead(what, errno) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        return try firstLine(bytes, what)
    }

    static func firstLine(_ bytes: [UInt8], _ what: String) throws(Complaint) -> String {
        var line = bytes.prefix { $0 != 0x0a }
        if line.last == 0x0d { line.removeLast() }
        guard !line.isEmpty else { throw Complaint(.usage, "\(what) is empty") }
        guard line.count <= longest, let text = String(validating: line, as: UTF8.self) else {
            throw Complaint(.usage, "\(what) is not a line of text")
        }
        return text
    }

    private static func cannotRead(_ what: String, _ code: Int32) -> Complaint {
        Complaint(.usage, "cannot read \(what): \(String(cString: strerror(code)))")
    }
}
