import EventLoop
import ModemCore

/// Stored PINs, and a memory of them that does what a test says.
@LoopActor final class ScriptedPINs: PINMemory {
    /// By ICCID.
    var stored: [String: PIN] = [:]
    var record = StoredPINRecord()
    /// The disk takes nothing.
    var isFull = false
    /// What was noted, in its order.
    private(set) var notes: [String] = []
    /// Called when it is noted that a PIN is about to be sent.
    var onIntent: @LoopActor () -> Void = {}

    nonisolated init() {}

    func record(of pin: PIN, for card: String) -> StoredPINRecord { record }

    func intend(_ pin: PIN, for card: String) async -> Bool {
        notes.append("intend \(pin.digits) \(card)")
        record.isUnsettled = !isFull
        onIntent()
        return !isFull
    }

    func settle(_ pin: PIN, for card: String, as outcome: PINOutcome) async {
        record.isUnsettled = false
        notes.append("\(outcome.rawValue) \(pin.digits) \(card)")
    }
}
