internal import EventLoop

/// A tty that is not open here, for as long as another process has it.
@LoopActor final class AbsentPort: SerialPort {
    let name = ""
    let incoming = AsyncStream<[UInt8]> { nil }

    func write(_ bytes: [UInt8]) async throws(SerialError) { throw .busy }
    func lend() async throws(SerialError) { throw .busy }
    func takeBack() async throws(SerialError) { throw .gone }
    func close() async {}
}
