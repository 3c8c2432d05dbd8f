internal import CPosix
package import EventLoop
internal import Glibc

/// What a program printed and how it ended.
package struct ProgramRun: Sendable {
    package let end: ProcessEnd
    package let output: String
    package let errors: String

    /// Runs a program to its end. It dies with the tests.
    @LoopActor package static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> ProgramRun {
        let output = try Pipe()
        let errors = try Pipe()
        let child = try ChildProcess(
            .init(
                path: path, arguments: arguments, environment: environment,
                descriptors: [1: output.writing, 2: errors.writing], parentDeathSignal: SIGKILL))
        output.closeWriting()
        errors.closeWriting()
        let text = await output.readToEnd()
        let complaints = await errors.readToEnd()
        return ProgramRun(end: await child.end(), output: text, errors: complaints)
    }
}

/// A pipe whose other end a program has.
@LoopActor final class Pipe {
    let reading: Int32
    private(set) var writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try SystemError.check("pipe", cposix_pipe(&ends))
        (reading, writing) = (ends[0], ends[1])
        // Who prints more than a pipe holds waits for us.
        _ = fcntl(writing, F_SETFL, 0)
    }

    isolated deinit {
        closeWriting()
        close(reading)
    }

    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    func readToEnd() async -> String { await read { _ in false } }
    func readLine() async -> String { await read { $0.contains(UInt8(ascii: "\n")) } }

    private func read(until isEnough: ([UInt8]) -> Bool) async -> String {
        let (ready, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watch = try? DescriptorWatch(reading, for: .readable) { _ in continuation.yield() }
        defer { watch?.cancel() }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        for await _ in ready {
            let count = Glibc.read(reading, &chunk, chunk.count)
            if count > 0 { bytes += chunk.prefix(count) }
            if count == 0 || isEnough(bytes) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
