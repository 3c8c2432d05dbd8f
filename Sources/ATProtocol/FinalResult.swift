/// The line that ends an answer (ITU-T V.250, 5.7; 3GPP TS 27.005 and 27.007; ZTE's own).
package enum FinalResult: Equatable, Sendable {
    case ok
    case error
    /// ZTE for a command it has not: said instead of ERROR.
    case notSupported
    case cme(CMEError)
    case cms(Int?)
    /// The rest of the CONNECT line, such as `7200000`; cleaned.
    case connect(String)
    case noCarrier
    case busy
    case noDialtone
    case noAnswer

    /// Nil: not a final result. A line that only begins like one is none, except for CONNECT and the errors with a reason.
    init?(_ line: ArraySlice<UInt8>) {
        // Most lines are none: their first letters tell.
        switch line.first {
        case UInt8(ascii: "O"), UInt8(ascii: "E"), UInt8(ascii: "C"), UInt8(ascii: "N"), UInt8(ascii: "B"),
            UInt8(ascii: "T"), UInt8(ascii: "U"):
            break
        case UInt8(ascii: "+"):
            guard line.dropFirst().first.map(asciiLowercased) == UInt8(ascii: "c"),
                line.dropFirst(2).first.map(asciiLowercased) == UInt8(ascii: "m")
            else { return nil }
        default: return nil
        }
        if let plain = Self.plain.first(where: { line.elementsEqual($0.text.utf8) }) {
            self = plain.result
        } else if let reason = line.rest(after: "+CME ERROR:") {
            self = .cme(CMEError(reason: reason))
        } else if let reason = line.rest(after: "+CMS ERROR:") {
            self = .cms(ATField(bytes: reason, isQuoted: false).integer)
        } else if line.starts(with: "CONNECT ".utf8) {
            self = .connect(ModemText.clean(line.dropFirst("CONNECT ".utf8.count)))
        } else {
            return nil
        }
    }

    /// Ends a call only: elsewhere it is an unsolicited line (see ``ATCommand/Kind/call``).
    var isCallProgress: Bool {
        switch self {
        case .connect, .noCarrier, .busy, .noDialtone, .noAnswer: true
        case .ok, .error, .notSupported, .cme, .cms: false
        }
    }

    /// The error it stands for; nil for OK and CONNECT.
    package var failure: ATError? {
        switch self {
        case .ok, .connect: nil
        case .error, .notSupported: .error
        case .cme(let error): .cme(error)
        case .cms(let number): .cms(number)
        case .noCarrier: .noCarrier
        case .busy: .busy
        case .noDialtone: .noDialtone
        case .noAnswer: .noAnswer
        }
    }

    /// In the modem's words, or as near to them as is known.
    var text: String {
        switch self {
        case .ok: "OK"
        case .error: "ERROR"
        case .notSupported: "COMMAND NOT SUPPORT"
        case .cme(let error):
            "+CME ERROR: " + (error.code == .unknown && !error.text.isEmpty ? error.text : "\(error.code.rawValue)")
        case .cms(let number): "+CMS ERROR: " + (number.map(String.init) ?? "unknown")
        case .connect(let text): text.isEmpty ? "CONNECT" : "CONNECT " + text
        case .noCarrier: "NO CARRIER"
        case .busy: "BUSY"
        case .noDialtone: "NO DIALTONE"
        case .noAnswer: "NO ANSWER"
        }
    }

    private static let plain: [(text: String, result: FinalResult)] = [
        ("OK", .ok),
        ("ERROR", .error),
        ("COMMAND NOT SUPPORT", .notSupported),
        ("COMMAND NOT SUPPORTED", .notSupported),
        ("TOO MANY PARAMETERS", .error),
        ("UNKNOWN COMMAND", .notSupported),
        ("CONNECT", .connect("")),
        ("NO CARRIER", .noCarrier),
        ("BUSY", .busy),
        ("NO DIALTONE", .noDialtone),
        ("NO DIAL TONE", .noDialtone),
        ("NO ANSWER", .noAnswer),
    ]
}
