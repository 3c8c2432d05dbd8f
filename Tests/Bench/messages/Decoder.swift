// Compiled by scripts/bench-messages into one module with Sources/ATProtocol: hence no import of it.
import Glibc

/// Reads PDUs in hexadecimal from standard input, one a line, decodes them all again and again for the seconds of its
/// argument, and prints how many that were in a second. One that cannot be read ends it.
@main enum Decoder {
    static func main() {
        guard CommandLine.arguments.count == 2, let seconds = Double(CommandLine.arguments[1]) else {
            fail("usage: decoder SECONDS")
        }
        var lines: [[UInt8]] = []
        while let line = readLine() { lines.append(Array(line.utf8)) }
        guard !lines.isEmpty else { fail("there is nothing to decode") }
        let began = now()
        var decoded = 0
        repeat {
            for line in lines where !isReadable(line) { fail("not read: \(String(decoding: line, as: UTF8.self))") }
            decoded += lines.count
        } while now() - began < seconds
        print(Int(Double(decoded) / (now() - began)))
    }

    private static func isReadable(_ line: [UInt8]) -> Bool {
        guard let octets = Hexadecimal.decode(line) else { return false }
        return (try? ShortMessage(octets: octets)) != nil
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func fail(_ words: String) -> Never {
        Array("decoder: \(words)\n".utf8).withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
}
