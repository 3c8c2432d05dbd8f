internal import ATProtocol

/// One AT command line as an administrator typed it, and how long its answer may take. What it holds is taken for secret.
package struct RawCommand: Equatable, Sendable, CustomStringConvertible {
    let command: ATCommand
    /// It may be about the SIM's lock: what the SIM wants is not known any more.
    let touchesLock: Bool

    /// - Parameter milliseconds: 1000 to 120000; 0 stands for 10000.
    /// - Throws: ``InvalidValue`` unless the line is 2 to 256 printable ASCII characters, begins with `AT`, and leaves the
    ///   port to those who use it after it: no call, no prompt, and no other form of results.
    package init(_ text: String, milliseconds: UInt32 = 0) throws(InvalidValue) {
        guard milliseconds == 0 || (1000...120_000).contains(milliseconds) else {
            throw InvalidValue("timeout_ms", "must be 1000 to 120000, or 0 for 10000")
        }
        do throws(ATSyntaxError) {
            command = try ATCommand.userSupplied(
                text, deadline: .milliseconds(milliseconds == 0 ? 10_000 : Int64(milliseconds)))
        } catch {
            throw InvalidValue("command", error.reason)
        }
        let compact = text.uppercased().filter { $0 != " " }
        touchesLock = Self.aboutLock.contains { compact.contains($0) }
    }

    private static let aboutLock = ["+CPIN", "+CPWD", "+CLCK", "+CSIM"]

    package var description: String { command.logText }
}
