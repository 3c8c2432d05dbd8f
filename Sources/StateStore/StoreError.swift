internal import CSQLite

/// Why the file of what was learnt cannot be used. Never holds what is stored in it.
package enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What SQLite said, with its extended result code.
    case sqlite(code: Int32, message: String)
    /// It is SQLite's and does not fit together.
    case damaged(String)
    /// Somebody else's database.
    case foreign
    /// A newer version of this service has written it.
    case newer(version: Int)
    /// A folder, a link, a device: anything but a file.
    case noFile
    /// Cannot be used, and cannot be moved either; with what is wrong with it.
    case keptFromBeingPutAside(String)

    /// Trying again does not help: the file is put aside and a new one begun.
    var isOfTheFile: Bool {
        switch self {
        case .sqlite(let code, _): code & 0xff == SQLITE_CORRUPT || code & 0xff == SQLITE_NOTADB
        case .damaged, .foreign, .newer, .noFile: true
        case .keptFromBeingPutAside: false
        }
    }

    package var description: String {
        switch self {
        case .sqlite(_, let message): message
        case .damaged(let what): "the file is damaged: \(what)"
        case .foreign: "the file is a database of another program"
        case .noFile: "it is no file"
        case .keptFromBeingPutAside(let why): "\(why), and it cannot be put aside"
        case .newer(let version): "the file is of a newer version of this service (\(version))"
        }
    }
}
