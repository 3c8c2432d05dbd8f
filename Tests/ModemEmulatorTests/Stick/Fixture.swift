import EventLoop
import TestSupport

@testable import ModemEmulator

/// Lines a stick has logged, and a way to wait for one.
@LoopActor final class RecordedLog {
    private(set) var lines: [String] = []
    private var waiting: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []

    var log: EventLog { EventLog { [weak self] in self?.record($0) } }

    func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    func wait(for text: String) async {
        if contains(text) { return }
        await withCheckedContinuation { waiting.append((text, $0)) }
    }

    private func record(_ line: String) {
        lines.append(line)
        let found = waiting.filter { line.contains($0.text) }
        waiting.removeAll { line.contains($0.text) }
        for waiter in found { waiter.continuation.resume() }
    }
}

/// A far end that records what it is sent.
@LoopActor final class RecordingPeer: CallPeer {
    var received: [UInt8] = []
    var hasRoom = true
    var isFlowing = true
    private(set) var isStopped = false
    private(set) var events: CallPeerEvents?
    let failure: EmulatorError?

    init(failure: EmulatorError? = nil) { self.failure = failure }

    func start(_ events: CallPeerEvents) async throws(EmulatorError) {
        self.events = events
        if let failure { throw failure }
    }

    func send(_ bytes: [UInt8]) { received += bytes }
    func setFlow(_ isOn: Bool) { isFlowing = isOn }
    func stop() async { isStopped = true }
}

extension StickState {
    static func fixture(asksForPIN: Bool = false) -> StickState {
        let card = SIMCard(
            imsi: "262011234567890", iccid: "8949020000012345678", pin: "1234", asksForPIN: asksForPIN)
        return StickState(identity: StickFamily.mf622.identity(imei: "356938035643809"), sim: card)
    }
}

extension ModemPort {
    /// Sends a command line and returns all there is to read.
    func ask(_ line: String) -> String {
        _ = receive(Array("\(line)\r".utf8))
        return text()
    }

    func text() -> String {
        String(decoding: take(.max) ?? [], as: UTF8.self).split(separator: "\r\n").joined(separator: "|")
    }
}
