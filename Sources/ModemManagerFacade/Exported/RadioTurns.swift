internal import EventLoop

/// Those who turn one stick's radio on or off, one after the other in the order in which they came. The service itself
/// refuses a second one for as long as there is a first; ModemManager lets it wait.
@LoopActor final class RadioTurns {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func begin() async {
        guard isTaken else { return isTaken = true }
        // Whoever ends hands it on.
        await withCheckedContinuation { waiting.append($0) }
    }

    func end() {
        guard !waiting.isEmpty else { return isTaken = false }
        waiting.removeFirst().resume()
    }

    /// Returns when all who came before are through.
    func wait() async {
        await begin()
        end()
    }
}
