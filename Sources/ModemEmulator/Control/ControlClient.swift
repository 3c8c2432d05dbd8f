internal import CPosix
package import EventLoop
internal import Glibc

/// The other end of ``ControlServer``: one command, one answer.
@LoopActor package enum ControlClient {
    /// A list of messages, hundreds of them.
    private static let longestAnswer = 1 << 20

    /// The answer to `line`: `ok`, JSON, or `error: …`.
    /// - Throws: ``SystemError`` when nobody listens at `path`; `EPIPE` when the emulator goes away without an answer.
    package static func ask(_ line: String, path: String) async throws(SystemError) -> String {
        let socket = try SystemError.check(path, cposix_unix_connect(path))
        let (answers, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let connection: LineConnection
        do throws(SystemError) {
            connection = try LineConnection(
                socket, longestLine: longestAnswer, onLine: { continuation.yield($0) },
                onClose: { continuation.finish() })
        } catch {
            _ = close(socket)
            throw error
        }
        defer { connection.close() }
        connection.send(line)
        for await answer in answers { return answer }
        throw SystemError(call: path, code: EPIPE)
    }
}
