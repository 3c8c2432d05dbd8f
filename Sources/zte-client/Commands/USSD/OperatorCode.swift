import DBus
import EventLoop
import ModemClient

/// How the operator of a SIM tells the balance, or takes a voucher: the likeliest of the ways that are known.
enum OperatorCode: Equatable {
    case ussd(code: String, provider: String)
    /// Which nobody sends unasked: it costs what messages cost.
    case message(number: String, text: String, provider: String)

    /// - Parameters:
    ///   - purpose: `balance` or `top-up`.
    ///   - voucher: for the place that is kept for it in the code.
    static func likeliest(_ purpose: String, of codes: [[String: Value]], voucher: String? = nil) -> OperatorCode? {
        let meant = codes.filter { $0["purpose"] == .string(purpose) }
        return meant.lazy.compactMap { ussd($0, voucher) }.first ?? meant.lazy.compactMap { message($0) }.first
    }

    private static func ussd(_ code: [String: Value], _ voucher: String?) -> OperatorCode? {
        guard case .string(let text)? = code["code"] else { return nil }
        guard case .string(let placeholder)? = code["placeholder"] else {
            return .ussd(code: text, provider: provider(code))
        }
        guard let voucher, let start = text.indices.first(where: { text[$0...].hasPrefix(placeholder) }) else {
            return nil
        }
        let end = text.index(start, offsetBy: placeholder.count)
        return .ussd(code: text[..<start] + voucher + text[end...], provider: provider(code))
    }

    private static func message(_ code: [String: Value]) -> OperatorCode? {
        guard case .string(let number)? = code["number"] else { return nil }
        guard case .string(let text)? = code["text"] else { return nil }
        return .message(number: number, text: text, provider: provider(code))
    }

    private static func provider(_ code: [String: Value]) -> String {
        if case .string(let name)? = code["provider"], !name.isEmpty { return name }
        return "the operator"
    }
}

extension OperatorCode {
    /// Sends it.
    /// - Parameter shown: what is said of it instead of a code that is a secret.
    @LoopActor func ask(
        _ service: RemoteService, _ modem: RemoteModem, json: Bool, shown: String? = nil
    ) async throws {
        switch self {
        case .ussd(let code, let provider):
            if !json { try Output.error.writeLine(EscapedText.escape("\(shown ?? code) (\(provider))")) }
            try await USSDDialogue(service: service, modem: modem, json: json).hold(code)
        case .message(let number, let text, let provider):
            throw Complaint(
                .failed, "\(provider) wants a text message with '\(text)' to \(number), which costs what messages cost",
                advice: "Send it with zte-client sms send \(number).")
        }
    }

    static func unknown(_ what: String) -> Complaint {
        Complaint(
            .failed, "the list of providers has no code for \(what) of this SIM",
            advice: "Ask the operator for it, and use zte-client ussd.")
    }
}
