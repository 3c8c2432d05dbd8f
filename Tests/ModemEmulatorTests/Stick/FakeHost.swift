import CPosix
import EventLoop
import Glibc
import TestSupport

@testable import ModemEmulator

/// Plays the kernel: what is attached lands here instead of in `vhci_hcd`.
@LoopActor final class FakeHost: Attacher {
    struct Answer: Equatable {
        var status: Int32
        var count: Int
        var data: [UInt8]
    }

    private(set) var port: Int? = 7
    private(set) var speeds: [USBSpeed] = []
    private(set) var attachCount = 0
    private(set) var isAttached = false
    private var socket: Int32 = -1
    private var watch: DescriptorWatch?
    private var buffer: [UInt8] = []
    private var sequence: UInt32 = 0
    private var expected: [UInt32: (isIn: Bool, continuation: CheckedContinuation<Answer, Never>?)] = [:]
    private var unlinks: [UInt32: CheckedContinuation<Int32, Never>] = [:]
    private var changes: [CheckedContinuation<Void, Never>] = []

    isolated deinit { drop() }

    // MARK: Attacher

    func attach(at speed: USBSpeed) async throws(EmulatorError) -> Int32 {
        speeds.append(speed)
        var ends: [Int32] = [-1, -1]
        do throws(SystemError) {
            try SystemError.check("socketpair", cposix_socketpair(&ends))
            drop()
            socket = ends[1]
            watch = try DescriptorWatch(socket, for: .readable) { [weak self] _ in self?.receive() }
        } catch {
            throw .system(error)
        }
        isAttached = true
        attachCount += 1
        changed()
        return ends[0]
    }

    func waitUntilFree() async throws(EmulatorError) {}

    func wait(attached: Bool, count: Int) async {
        while isAttached != attached || attachCount != count { await withCheckedContinuation { changes.append($0) } }
    }

    /// The host lets go: `echo PORT > detach`.
    func drop() {
        watch?.cancel()
        watch = nil
        if socket >= 0 { _ = close(socket) }
        socket = -1
        isAttached = false
    }

    // MARK: Transfers

    func control(_ setup: [UInt8], data: [UInt8] = []) async -> Answer {
        let isIn = setup[0] & 0x80 != 0
        return await transfer(0, isIn: isIn, isIn ? Int(setup[6]) : data.count, setup, data)
    }

    func read(_ endpoint: UInt8, _ length: Int = 4096) async -> Answer {
        await transfer(endpoint & 15, isIn: true, length, [], [])
    }

    func write(_ endpoint: UInt8, _ data: [UInt8]) async -> Answer {
        await transfer(endpoint, isIn: false, data.count, [], data)
    }

    /// Submits an IN transfer and takes it back at once; the status of the unlink.
    func readAndUnlink(_ endpoint: UInt8) async -> Int32 {
        sequence += 2
        let victim = sequence - 1
        put(Wire.submit(victim, endpoint: UInt32(endpoint & 15), isIn: true, length: 64))
        put(Wire.unlink(sequence, victim: victim))
        expected[victim] = (true, nil)
        return await withCheckedContinuation { unlinks[sequence] = $0 }
    }

    func put(_ bytes: [UInt8]) { _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    private func transfer(
        _ endpoint: UInt8, isIn: Bool, _ length: Int, _ setup: [UInt8], _ data: [UInt8]
    ) async -> Answer {
        sequence += 1
        put(Wire.submit(sequence, endpoint: UInt32(endpoint), isIn: isIn, length: length, setup: setup, data: data))
        return await withCheckedContinuation { expected[sequence] = (isIn, $0) }
    }

    // MARK: Answers

    private func receive() {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        if count <= 0 {
            drop()
            return changed()
        }
        buffer += chunk.prefix(count)
        while let length = answer() { buffer.removeFirst(length) }
    }

    private func answer() -> Int? {
        guard buffer.count >= 48, let number = buffer.bigEndian(UInt32.self, at: 4),
            let status = buffer.bigEndian(UInt32.self, at: 20).map(Int32.init(bitPattern:)),
            let count = buffer.bigEndian(UInt32.self, at: 24).map(Int.init)
        else { return nil }
        if buffer[3] == 4 {
            unlinks.removeValue(forKey: number)?.resume(returning: status)
            return 48
        }
        let length = 48 + (expected[number]?.isIn == true ? count : 0)
        guard buffer.count >= length else { return nil }
        let data = Array(buffer[48..<length])
        expected.removeValue(forKey: number)?.continuation?.resume(
            returning: Answer(status: status, count: count, data: data))
        return length
    }

    private func changed() {
        let waiting = changes
        changes = []
        for continuation in waiting { continuation.resume() }
    }
}
