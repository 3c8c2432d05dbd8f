package import EventLoop

/// Knows by which codes operators tell a balance.
@LoopActor package protocol ServiceCodeDirectory {
    /// In the directory's own order; none for an operator it does not know.
    func serviceCodes(for home: OperatorCode) async throws(AccessPointDirectoryError) -> [ServiceCode]
}

/// Knows none.
package struct NoServiceCodes: ServiceCodeDirectory {
    package nonisolated init() {}

    package func serviceCodes(for home: OperatorCode) async throws(AccessPointDirectoryError) -> [ServiceCode] { [] }
}
