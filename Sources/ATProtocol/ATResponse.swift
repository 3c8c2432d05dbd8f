/// Everything a modem said to one command.
package struct ATResponse: Equatable, Sendable {
    /// The lines of the answer as they came, without echo, blank and unsolicited lines. May be any bytes.
    package var lines: [ArraySlice<UInt8>]
    package var final: FinalResult
    /// What followed the CONNECT line in the same read: the first bytes of the call.
    package var remainder: [UInt8]

    package init(lines: [ArraySlice<UInt8>] = [], final: FinalResult, remainder: [UInt8] = []) {
        self.lines = lines
        self.final = final
        self.remainder = remainder
    }

    /// - Throws: the error the final result stands for.
    package func requireSuccess() throws(ATError) {
        if let failure = final.failure { throw failure }
    }

    /// What follows `prefix` on each line that begins with it.
    func values(after prefix: String) -> [ArraySlice<UInt8>] { lines.compactMap { $0.rest(after: prefix) } }

    /// The answer is not what it should be: the first line, or the final result, as evidence.
    func unexpected() -> ATError { .unexpectedResponse(ModemText.clean(lines.first ?? [])) }
}

/// A command and the meaning of its answer.
package protocol ATRequest<Reply>: Sendable {
    associatedtype Reply: Sendable
    var command: ATCommand { get }
    /// Reads the answer.
    /// - Throws: what the modem reported, or ``ATError/unexpectedResponse(_:)``.
    func reply(to response: ATResponse) throws(ATError) -> Reply
}

extension ATRequest where Reply == Void {
    package func reply(to response: ATResponse) throws(ATError) { try response.requireSuccess() }
}

/// The commands we know, one file each in `Commands/`.
package enum AT {}
