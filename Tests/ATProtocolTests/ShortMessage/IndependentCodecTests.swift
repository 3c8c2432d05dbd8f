import Glibc
import Testing

@testable import ATProtocol

/// The half of `Tests/Scripts/test_messages_elsewhere.py` that is on our side: it reads lines, and writes for each what we make of
/// it. What is compared with is made by a program that shares nothing with ours. Without that script it does nothing.
@Suite struct IndependentCodecTests {
    @Test func linesAreAnswered() throws {
        guard let input = getenv("ZTE_MESSAGES_IN"), let output = getenv("ZTE_MESSAGES_OUT") else { return }
        let lines = String(decoding: try read(String(cString: input)), as: UTF8.self).split(separator: "\n")
        let answers = lines.map { line in answer(to: line.split(separator: " ").map(String.init)) + "\n" }
        try write(Array(answers.joined().utf8), to: String(cString: output))
    }

    private func answer(to words: [String]) -> String {
        guard words.count == 3 else { return "?" }
        switch words[0] {
        case "read": return (try? description(of: message(words[1]))) ?? "error"
        case "make": return (try? made(words[1], words[2])) ?? "error"
        default: return "?"
        }
    }

    /// Kind, number, reference and place of a part, class, alphabet or status, and the text in hexadecimal UTF-8.
    private func description(of message: ShortMessage) -> String {
        switch message {
        case .deliver(let deliver):
            "deliver \(deliver.sender.text) \(place(deliver.part)) \(deliver.messageClass.map { "\($0.rawValue)" } ?? "-") "
                + "\(deliver.time?.text ?? "-") \(content(deliver.content))"
        case .submit(let submit): "submit \(submit.recipient.text) \(place(submit.part)) - - \(content(submit.content))"
        case .statusReport(let report):
            "report \(report.recipient.text) \(report.reference) \(report.status.outcome) \(report.status.code) -"
        }
    }

    private func place(_ part: MessagePart?) -> String {
        part.map { "\($0.reference)/\($0.count)/\($0.number)" } ?? "-"
    }

    private func content(_ content: ShortMessageContent) -> String {
        switch content {
        case .text(let text): "text:" + Hexadecimal.encode(text.utf8)
        case .data(let data): "data:" + Hexadecimal.encode(data)
        }
    }

    private func made(_ number: String, _ text: String) throws -> String {
        let octets = Hexadecimal.decode(Array(text.dropFirst(5).utf8)) ?? []
        return try ShortMessageSubmit.parts(
            of: String(decoding: octets, as: UTF8.self), to: ShortMessageAddress(number: number), wantsReport: true,
            validity: .seconds(86_400), reference: 0xa7
        ).map(\.pdu).joined(separator: " ")
    }

    private func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte >= 0 { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return bytes
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
