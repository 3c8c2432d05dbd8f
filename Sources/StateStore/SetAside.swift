internal import Glibc

/// A file of ours that cannot be used makes room for a new one, with its journal, and is kept: one of a newer version as
/// `.newer`, which the newer version takes back; every other as `.bad`.
struct SetAside: Sendable {
    let path: String
    /// Of the names with a number in them: what is in the file of settings can be learnt again, messages cannot.
    let limit: Int

    /// - Returns: a sentence on what was done.
    /// - Throws: `error` itself, where nothing helps.
    func makeRoom(for error: StoreError) throws(StoreError) -> String {
        guard error.isOfTheFile else { throw error }
        let suffix = if case .newer = error { ".newer" } else { ".bad" }
        guard let aside = freeName(suffix), rename(path, aside) == 0 else {
            throw .keptFromBeingPutAside("\(error)")
        }
        // What was not finished belongs to the old file alone.
        rename(path + "-journal", aside + "-journal")
        return "\(path): \(error); it was put aside as \(aside)"
    }

    /// The first that nothing has. Where so many are kept the last one makes room, unless nothing may be lost.
    private func freeName(_ suffix: String) -> String? {
        let names = (1...limit).map { path + suffix + ($0 == 1 ? "" : "-\($0)") }
        return names.first { !Self.exists($0) } ?? (limit < Self.all ? names.last : nil)
    }

    static let all = 99

    // MARK: The way back

    /// Those that a newer version has left, and this one may be able to read: after an upgrade that followed a downgrade.
    var newerOnes: [String] {
        (1...limit).map { path + ".newer" + ($0 == 1 ? "" : "-\($0)") }.filter(Self.exists)
    }

    /// A link that leads nowhere is something, too.
    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
