package import EventLoop

/// Knows the access points of operators.
@LoopActor package protocol AccessPointDirectory {
    /// Those for the internet, in the directory's own order; none for an operator it does not know.
    func candidates(for home: OperatorCode) async throws(AccessPointDirectoryError) -> [AccessPointCandidate]
}

/// Why a directory could not be asked.
package enum AccessPointDirectoryError: Error, Equatable, Sendable {
    case absent(String)
    case unreadable(String, why: String)
    case broken(String, line: Int, why: String)

    /// What failed, why, and what to do.
    package var message: String {
        switch self {
        case .absent(let path):
            "There is no list of providers (\(path)); install the package mobile-broadband-provider-info, or give the APN."
        case .unreadable(let path, let why): "The list of providers \(path) cannot be read: \(why); give the APN."
        case .broken(let path, let line, let why):
            "The list of providers is broken (\(path):\(line): \(why)); install its package anew, or give the APN."
        }
    }
}

/// Which access point worked with which SIM: it outlives the service. Answers at once; what is remembered is written some
/// time later.
@LoopActor package protocol AccessPointMemory {
    /// - Parameter card: an ICCID.
    func accessPoint(for card: String) -> AccessPointKey?
    func remember(_ accessPoint: AccessPointKey, for card: String)
}

/// Knows nothing and forgets everything.
package struct NoAccessPoints: AccessPointDirectory, AccessPointMemory {
    package nonisolated init() {}

    package func candidates(for home: OperatorCode) async throws(AccessPointDirectoryError) -> [AccessPointCandidate] {
        []
    }
    package func accessPoint(for card: String) -> AccessPointKey? { nil }
    package func remember(_ accessPoint: AccessPointKey, for card: String) {}
}
