internal import CPosix
internal import Glibc

package enum FolderListing {
    /// Names of what a folder holds, in any order, without `.` and `..`.
    /// - Parameter limit: so many are enough.
    /// - Returns: nil, with `errno`, for a folder that cannot be read.
    package static func names(in folder: String, limit: Int = .max) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(stream) {
            let name = String(cString: cposix_entry_name(entry))
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
