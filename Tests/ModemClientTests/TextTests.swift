import DBus
import Testing

@testable import zte_client

@Suite struct EscapedTextTests {
    @Test(arguments: [
        ("Vodafone", "Vodafone"), ("T\u{e9}l\u{e9}com 中国", "T\u{e9}l\u{e9}com 中国"), ("", ""),
        ("\u{1b}[2Jowned", "\\x1b[2Jowned"), ("a\nb\r\tc", "a\\x0ab\\x0d\\x09c"), ("\0", "\\x00"), ("\u{7f}", "\\x7f"),
        ("\u{9b}31m", "\\x9b31m"), ("\u{80}\u{9f}\u{a0}", "\\x80\\x9f\u{a0}"),
        ("\u{202e}gpj", "\\u202egpj"), ("\u{202a}\u{2066}\u{2069}", "\\u202a\\u2066\\u2069"),
        ("\u{200e}\u{200f}\u{061c}", "\\u200e\\u200f\\u061c"), ("\u{2028}\u{2029}", "\\u2028\\u2029"),
        // A carriage return and a line feed are one character to Swift.
        ("\r\n", "\\x0d\\x0a"), ("e\u{301}\u{1b}", "e\u{301}\\x1b"),
    ])
    func nothingReachesTheTerminal(text: String, expected: String) {
        #expect(EscapedText.escape(text) == expected)
        #expect(!EscapedText.escape(text).unicodeScalars.contains(where: EscapedText.isUnsafe))
    }

    @Test func loneSurrogatesAreReplacedBeforeTheyAreText() {
        let text = String(decoding: [0x41, 0xed, 0xa0, 0x80, 0x42] as [UInt8], as: UTF8.self)
        #expect(EscapedText.escape(text) == "A\u{fffd}\u{fffd}\u{fffd}B")
    }

    @Test func everyControlCharacterIsEscaped() {
        let controls: [UInt32] = Array(0..<0x20) + Array(0x7f..<0xa0)
        for value in controls {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(EscapedText.escape(String(scalar)).hasPrefix("\\x"))
        }
    }
}

@Suite struct JSONTests {
    @Test(arguments: [
        (Value.string("a\"b\\c\n\r\t"), #""a\"b\\c\n\r\t""#), (.string("\u{1b}\u{7f}\u{9b}"), #""\u001b\u007f\u009b""#),
        (.string("\u{202e}\u{2028}"), #""\u202e\u2028""#), (.string("é中🎉"), #""é中🎉""#), (.string("\r\n"), #""\r\n""#),
        (.byte(7), "7"), (.boolean(true), "true"), (.int16(-3), "-3"), (.uint16(3), "3"), (.int32(.min), "-2147483648"),
        (.uint32(.max), "4294967295"), (.int64(.min), "-9223372036854775808"), (.uint64(.max), "18446744073709551615"),
        (.double(-87), "-87.0"), (.double(1e300), "1e+300"), (.double(.nan), "null"), (.double(-.infinity), "null"),
        (.objectPath(.root), #""/""#), (.signature(.settings), #""a{sv}""#),
        (.variant(.variant(.string("x"))), #""x""#), (.array(.string, []), "[]"),
        (.structure([.string("ttyUSB0"), .byte(1)]), #"["ttyUSB0",1]"#),
        (.settings(["b": .byte(1), "a": .array(.string, [.string("x")])]), #"{"a":["x"],"b":1}"#),
        (
            .dictionary(key: UInt32.signature, value: .string, [.init(.uint32(5), .string("five"))]), #"{"5":"five"}"#
        ),
    ])
    func everyTypeHasOne(value: Value, expected: String) { #expect(JSON(value).text == expected) }
}

@Suite struct QuantityTests {
    @Test(arguments: [
        (UInt64(0), "0 B"), (999, "999 B"), (1000, "1 kB"), (1549, "1.5 kB"), (999_949, "999.9 kB"), (999_999, "1 MB"),
        (23_400_000, "23.4 MB"), (.max, "18.4 EB"),
    ])
    func bytes(count: UInt64, text: String) { #expect(Quantity.bytes(count) == text) }

    @Test(arguments: [
        (UInt64(0), "0 s"), (59, "59 s"), (185, "3 min 5 s"), (7800, "2 h 10 min"), (356_400, "4 d 3 h"),
        (.max, "213503982334601 d 7 h"),
    ])
    func span(seconds: UInt64, text: String) { #expect(Quantity.span(seconds: seconds) == text) }

    @Test(arguments: [(-87.0, "-87"), (-87.5, "-87.5"), (1e300, "1e+300"), (.nan, "nan")])
    func decimal(value: Double, text: String) { #expect(Quantity.decimal(value) == text) }

    @Test(arguments: [
        (UInt64(0), "1970-01-01T00:00:00.000Z"), (1_795_453_445_250_000_000, "2026-11-23T17:04:05.250Z"),
    ])
    func time(nanoseconds: UInt64, text: String) { #expect(WallClock(nanoseconds: nanoseconds).iso8601 == text) }

    @Test func aTimeNoCalendarHasIsNone() {
        #expect(WallClock.dateAndTime(seconds: .max) == nil)
        #expect(WallClock.dateAndTime(seconds: UInt64(Int64.max)) == nil)
    }
}

@Suite struct PaintTests {
    @Test(arguments: [
        (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
        (true, ["TERM": "dumb"], false),
    ])
    func onlyATerminalThatWantsItIsColoured(isTerminal: Bool, environment: [String: String], isOn: Bool) {
        let paint = Paint(isTerminal: isTerminal) { environment[$0] }
        #expect(paint.isOn == isOn)
        #expect(paint.title("x").contains("\u{1b}") == isOn)
    }

    @Test func theStateHasItsColour() {
        let paint = Paint(isTerminal: true) { _ in nil }
        #expect(paint.state("x", of: "connected") == "\u{1b}[32mx\u{1b}[0m")
        #expect(paint.state("x", of: "failed") == "\u{1b}[31mx\u{1b}[0m")
        #expect(paint.state("x", of: "searching") == "x")
    }
}

@Suite struct ProgressTextTests {
    @Test func aTerminalHasOneLine() {
        var progress = ProgressText(.line(width: 30))
        #expect(progress.show("1-1.2: connecting", elapsed: .zero) == "\r1-1.2: connecting (0 s)\u{1b}[K")
        #expect(progress.show("1-1.2: connecting", elapsed: .seconds(1.9)) == "\r1-1.2: connecting (1 s)\u{1b}[K")
        #expect(progress.finish() == "\r\u{1b}[K")
        #expect(progress.finish() == "")
    }

    @Test(arguments: [1, 5, 8, 12, 40])
    func itNeverWraps(width: Int) {
        var progress = ProgressText(.line(width: width))
        let text = progress.show("1-1.2: waiting for the serial ports", elapsed: .zero)
        // The time alone may be wider than a terminal that nobody has.
        #expect(text.dropFirst().dropLast(3).count <= max(width - 1, 6))
    }

    @Test func aFileHasALineForEachStep() {
        var progress = ProgressText(.log)
        #expect(progress.show("one", elapsed: .milliseconds(49)) == "  0.0 s  one\n")
        #expect(progress.show("one", elapsed: .seconds(1)) == "")
        #expect(progress.show("two", elapsed: .milliseconds(12_345)) == " 12.3 s  two\n")
        #expect(progress.finish() == "")
    }

    @Test func whatTheModemSaysIsEscaped() {
        var progress = ProgressText(.line(width: 80))
        #expect(progress.show("registered with \u{1b}]0;x\u{7}", elapsed: .zero).contains("with \\x1b]0;x\\x07 (0 s)"))
    }
}

@Suite struct SecretTests {
    @Test(arguments: [
        ("pass", "pass"), ("pass\n", "pass"), ("pass\r\n", "pass"), ("pa ss \nmore", "pa ss "), ("é\n", "é"),
    ])
    func theFirstLineCounts(text: String, expected: String) throws {
        #expect(try Secret.firstLine(Array(text.utf8), "it") == expected)
    }

    @Test(arguments: [[], [0x0a], [0x0d, 0x0a], [0xff, 0x41], Array(repeating: 0x41, count: 1025)] as [[UInt8]])
    func anythingElseIsRefused(bytes: [UInt8]) {
        #expect { try Secret.firstLine(bytes, "it") } throws: { ($0 as? Complaint)?.status == .usage }
    }
}
