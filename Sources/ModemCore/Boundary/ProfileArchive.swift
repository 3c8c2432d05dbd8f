package import EventLoop

/// Where profiles are kept. What was written is there after a power cut; what failed has changed nothing.
@LoopActor package protocol ProfileArchive: AnyObject {
    /// Everything that can be read, and a sentence for each that cannot: which file, which line, what is wrong.
    func load() async -> (profiles: [Profile], problems: [String])
    /// Puts a new one beside the others; never over anything, also not over a file that could not be read.
    func add(_ profile: Profile) async throws(ProfileArchiveError)
    /// Puts it in the place of the one of the same id.
    func replace(_ profile: Profile) async throws(ProfileArchiveError)
    /// One that is gone already is no error.
    func remove(_ id: ProfileID) async throws(ProfileArchiveError)
}

/// Why profiles could not be written. What was there before is still there, but for ``uncertain(_:)``.
package enum ProfileArchiveError: Error, Equatable, Sendable {
    case noSpace(String)
    case readOnly(String)
    case notPermitted(String)
    /// There is such a file already.
    case exists(String)
    /// Anything else: where, and what the system said.
    case failed(String, why: String)
    /// It is done, and may be undone by a power cut.
    case uncertain(String, why: String)

    /// What failed, why, and what to do.
    package var message: String {
        switch self {
        case .noSpace(let path): "There is no room for \(path); make some, and try again."
        case .readOnly(let path): "\(path) is on a file system that is read-only; make it writable, and try again."
        case .notPermitted(let path): "The service may not write \(path); see to whom it belongs, and its modes."
        case .exists(let path): "There is a file \(path) already; mend or remove it, or choose another id."
        case .failed(let path, let why): "\(path) cannot be written: \(why)."
        case .uncertain(let path, let why): "\(path) is written, but may not outlast a power cut: \(why)."
        }
    }
}
