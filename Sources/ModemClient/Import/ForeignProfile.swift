package import DBus

/// A profile made of a file of another program.
package struct ForeignProfile: Sendable {
    /// What AddProfile takes, secrets and all.
    package internal(set) var settings: [String: Value] = [:]
    /// What could not be carried over and why, a line each. Never holds a secret.
    package internal(set) var notes: [String] = []

    package struct Failure: Error, Equatable, Sendable {
        /// From 1; nil where no line is to blame.
        package let line: Int?
        package let text: String

        package init(_ line: Int?, _ text: String) {
            self.line = line
            self.text = text
        }
    }

    package static let sizeLimit = 256 * 1024

    package init() {}

    /// - Parameter section: which dialler of a `wvdial.conf`; nil for its defaults.
    /// - Throws: ``Failure`` for what is neither kind of file.
    package init(parsing bytes: [UInt8], section: String? = nil) throws(Failure) {
        let file = try ForeignFile(parsing: bytes)
        if file.sections.contains(where: { WvDialImport.dialler(in: $0) != nil }) {
            self = try WvDialImport.profile(file, section: section)
        } else if file.sections.contains("connection") {
            if section != nil { throw Failure(nil, "has no diallers to choose from: it is not of wvdial") }
            self = try NetworkManagerImport.profile(file)
        } else {
            throw Failure(
                nil, "is neither a connection of NetworkManager ([connection]) nor of wvdial ([Dialer Defaults])")
        }
    }

    mutating func set(_ key: String, _ value: some BusType) { settings[key] = value.busValue }

    mutating func note(_ what: String, _ why: String) { notes.append("\(what): \(why)") }

    /// An id out of a name for people: `My operator (1)` becomes `My_operator_1`. Nil if nothing of it is left.
    static func id(from name: String) -> String? {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
        let id = String(words.joined(separator: "_").prefix(64))
        return id.isEmpty ? nil : id
    }
}
