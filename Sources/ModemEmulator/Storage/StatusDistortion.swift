/// What becomes of the status of an order (to eject, to turn) in a stick with faults. Other commands, which are
/// the kernel's, end as they should.
struct StatusDistortion {
    private let faults: Set<StickFault>
    /// The unit the order under way was for.
    private var unit: UInt8?
    private var hasStalled = false

    init(faults: Set<StickFault>) { self.faults = faults }

    mutating func begin(_ wrapper: CommandBlockWrapper, isOrder: Bool) {
        unit = isOrder ? wrapper.unit : nil
        hasStalled = false
    }

    /// The endpoint stalls where the status is due; that comes once the halt is cleared (Bulk-Only Transport 1.0, 6.3).
    mutating func stalls() -> Bool {
        guard let unit, !hasStalled else { return false }
        hasStalled = faults.contains(.stalledStatus) || (faults.contains(.failingLUN1) && unit == 1)
        return hasStalled
    }

    /// The status as it is told.
    func told(_ status: [UInt8]) -> [UInt8] {
        // Signature, tag, residue and result: none is what it has to be.
        if faults.contains(.lyingStorage) { return status.map { ~$0 } }
        guard let unit, let end = status.indices.last, let result = result(unit) else { return status }
        return status[..<end] + [result.rawValue]
    }

    private func result(_ unit: UInt8) -> CommandStatus? {
        if faults.contains(.phaseErrors) { return .phaseError }
        return faults.contains(.failedOrders) || (faults.contains(.failingLUN1) && unit == 1) ? .failed : nil
    }
}
