import CPosix
import EventLoop
import Glibc
import Testing

/// The built program while it runs. It dies with the tests.
@LoopActor final class RunningClient {
    /// Where the program's standard streams go.
    enum Streams {
        /// Output and errors apart, input empty.
        case pipes
        /// All three are one terminal.
        case terminal
    }

    private let child: ChildProcess
    private let outputReader: StreamReader
    private let errorReader: StreamReader

    /// The program is built with the tests, and lies beside them.
    nonisolated static let program: String = {
        var path = [CChar](repeating: 0, count: 4096)
        let length = max(0, readlink("/proc/self/exe", &path, path.count - 1))
        let runner = String(decoding: path.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return runner.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/zte-client"
    }()

    /// - Parameter input: what can be read from descriptor 3.
    init(
        _ arguments: [String], bus: String, streams: Streams = .pipes, input: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        var descriptors: [Int32: Int32] = [:]
        var ours: [Int32] = []
        defer { for descriptor in Set(descriptors.values) { close(descriptor) } }
        switch streams {
        case .pipes:
            for stream: Int32 in [1, 2] {
                var ends: [Int32] = [-1, -1]
                try SystemError.check("pipe", cposix_pipe(&ends))
                _ = fcntl(ends[1], F_SETFL, 0)
                ours.append(ends[0])
                descriptors[stream] = ends[1]
            }
        case .terminal:
            var name = [CChar](repeating: 0, count: 128)
            ours = [try SystemError.check("pty", cposix_pty_open(&name, name.count))]
            let slave = try SystemError.check("open pty", cposix_open(name, O_RDWR | O_NOCTTY, 0))
            for stream: Int32 in 0...2 { descriptors[stream] = slave }
        }
        if let input { descriptors[3] = try Self.pipe(holding: input) }
        outputReader = try StreamReader(ours[0])
        errorReader = try ours.count > 1 ? StreamReader(ours[1]) : outputReader
        child = try ChildProcess(
            .init(
                path: Self.program, arguments: arguments + ["--bus", bus],
                environment: ["TZ": "UTC", "TERM": "xterm", "SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 },
                descriptors: descriptors, parentDeathSignal: SIGKILL))
    }

    var output: String { outputReader.text }
    var errors: String { errorReader.text }

    /// Exit status, or 128 and the signal; all output has been read by then.
    func end() async -> Int32 {
        let end = await child.end()
        await outputReader.end()
        await errorReader.end()
        switch end {
        case .exited(let status): return status
        case .killed(let signal): return 128 + signal
        }
    }

    /// Returns when standard output (of a terminal: either) has that text, or has ended.
    func waitForOutput(_ text: String) async { await outputReader.wait { $0.contains(text) } }
    func waitForErrors(_ text: String) async { await errorReader.wait { $0.contains(text) } }

    func signal(_ number: Int32) { child.signal(number) }

    /// Types at the terminal.
    func type(_ text: String) { outputReader.write(text) }

    /// Whether the terminal shows what is typed.
    var echoes: Bool { outputReader.echoes }

    var processIdentifier: Int32 { child.processIdentifier }

    private static func pipe(holding text: String) throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        try SystemError.check("pipe", cposix_pipe(&ends))
        defer { close(ends[1]) }
        let bytes = Array(text.utf8)
        try SystemError.checkErrno("write", write(ends[1], bytes, bytes.count))
        _ = fcntl(ends[0], F_SETFL, 0)
        return ends[0]
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], bus: String, input: String? = nil
    ) async throws -> (status: Int32, output: String, errors: String) {
        let client = try RunningClient(arguments, bus: bus, input: input)
        let status = await client.end()
        return (status, client.output, client.errors)
    }
}

/// Collects what comes out of a descriptor, which it owns.
@LoopActor final class StreamReader {
    private let descriptor: Int32
    private var watch: DescriptorWatch?
    private var bytes: [UInt8] = []
    private var hasEnded = false
    private var waiters: [(isMet: (String) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    init(_ descriptor: Int32) throws {
        self.descriptor = descriptor
        watch = try DescriptorWatch(descriptor, for: .readable) { [unowned self] _ in drain() }
    }

    isolated deinit {
        watch?.cancel()
        close(descriptor)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func wait(until isMet: @escaping (String) -> Bool) async {
        if hasEnded || isMet(text) { return }
        await withCheckedContinuation { waiters.append((isMet, $0)) }
    }

    func end() async { await wait { _ in false } }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }

    var echoes: Bool {
        var settings = termios()
        return tcgetattr(descriptor, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    private func drain() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 { bytes += chunk.prefix(count) }
        // The other end of a terminal that is gone is an error, not an end.
        if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) {
            hasEnded = true
            watch?.cancel()
            watch = nil
        }
        let text = self.text
        let ready = waiters.filter { hasEnded || $0.isMet(text) }
        waiters.removeAll { hasEnded || $0.isMet(text) }
        for waiter in ready { waiter.continuation.resume() }
    }
}
