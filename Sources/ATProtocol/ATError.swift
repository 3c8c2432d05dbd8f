/// Why a command has no good answer.
package enum ATError: Error, Equatable, Sendable {
    /// `+CME ERROR`: the modem or the SIM refuses (3GPP TS 27.007, 9.2).
    case cme(CMEError)
    /// `+CMS ERROR`: the message service refuses (3GPP TS 27.005, 3.2.5). ``CMSError`` has the words. Nil: it said why in
    /// words we do not know.
    case cms(Int?)
    /// `ERROR` and its variants: no reason given.
    case error
    case noCarrier
    case busy
    case noDialtone
    case noAnswer
    /// No final result within the command's deadline.
    case timeout
    /// The message was handed over at the prompt and no final result came: it may have been sent or not. Never to be
    /// taken for a refusal, nor sent again by itself.
    case outcomeUnknown
    /// The tty hung up or the stick left.
    case portLost
    /// The port answers nothing, not even `AT` after a command that timed out; nothing is sent until that has changed.
    case portSilent
    /// The answer is longer than any answer can be; it was thrown away.
    case overflow
    /// A command is in flight, or the port carries a call.
    case notReady
    /// A good final result, but not the answer it should carry. Cleaned, at most 128 characters.
    case unexpectedResponse(String)
}

/// What a command is not allowed to be built from. Nothing has been sent.
package struct ATSyntaxError: Error, Equatable, Sendable {
    /// Half a sentence for a person, without the value: `must not contain quotes`.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
