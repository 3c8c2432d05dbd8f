package import EventLoop
package import ModemCore

/// The distribution's list of providers (package mobile-broadband-provider-info). Read anew each time: it is needed once for a
/// SIM, and may be updated meanwhile.
@LoopActor package final class ProviderDatabase: AccessPointDirectory, ServiceCodeDirectory {
    private let path: String
    private let lane: BlockingLane

    package init(path: String, lane: BlockingLane) {
        self.path = path
        self.lane = lane
    }

    package func candidates(
        for home: OperatorCode
    ) async throws(AccessPointDirectoryError) -> [AccessPointCandidate] {
        try await lane.run { [path] () throws(AccessPointDirectoryError) in
            try ProviderFile(path: path).read(for: home).candidates
        }
    }

    package func serviceCodes(for home: OperatorCode) async throws(AccessPointDirectoryError) -> [ServiceCode] {
        try await lane.run { [path] () throws(AccessPointDirectoryError) in
            try ProviderFile(path: path).read(for: home).serviceCodes
        }
    }
}
