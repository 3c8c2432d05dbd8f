internal import CExpat
internal import ModemCore

/// Picks the access points and service codes of one operator out of the elements as they come (serviceproviders.2.dtd). Lives for one parse, on
/// the thread of it.
final class ProviderReader {
    private(set) var candidates: [AccessPointCandidate] = []
    private(set) var serviceCodes: [ServiceCode] = []
    /// Why it does not want any more.
    private(set) var refusal: String?

    private static let depthLimit = 32
    private static let textLimit = 256
    /// Of one provider, and of all together.
    private static let draftLimit = 64

    private struct Provider {
        var name = ""
        var ownsNetwork = false
        var isMeant = false
        var drafts: [Draft] = []
        var codes: [(purpose: ServiceCode.Purpose, way: ServiceCode.Way)] = []
    }

    private struct Draft {
        var accessPoint: String
        var username = ""
        var password = ""
        var method = ""
        var usage: String?
        var plans: [String] = []
    }

    private let home: OperatorCode
    private let parser: XML_Parser
    private var path: [String] = []
    private var text: [UInt8] = []
    private var provider = Provider()
    /// Of an access point for which there is no room left, nothing is wanted.
    private var isDrafting = false
    /// The attribute of a code: what stands for a voucher in it, or the text of a message.
    private var supplement: String?

    init(home: OperatorCode, parser: XML_Parser) {
        self.home = home
        self.parser = parser
    }

    /// The parser has no reference of its own to this: whoever parses keeps it alive.
    func attach() {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in ProviderReader.of(user)?.started(name, attributes) },
            { user, _ in ProviderReader.of(user)?.ended() })
        XML_SetCharacterDataHandler(parser) { user, bytes, count in ProviderReader.of(user)?.add(bytes, count) }
        // The list has none, and they are how a small file becomes a large one.
        XML_SetEntityDeclHandler(parser) { user, _, _, _, _, _, _, _, _ in
            ProviderReader.of(user)?.refuse("it declares an entity")
        }
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> ProviderReader? {
        user.map { Unmanaged<ProviderReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func refuse(_ why: String) {
        if refusal == nil { refusal = why }
        XML_StopParser(parser, 0)
    }

    // MARK: Elements

    private typealias Attributes = UnsafeMutablePointer<UnsafePointer<XML_Char>?>

    private func started(_ name: UnsafePointer<XML_Char>?, _ attributes: Attributes?) {
        guard path.count < Self.depthLimit else { return refuse("elements within elements without end") }
        let name = name.map { String(cString: $0) } ?? ""
        if path.isEmpty, name != "serviceproviders" { return refuse("it is another kind of list") }
        path.append(name)
        text = []
        supplement = Self.value(name == "sms" ? "text" : "replacement", attributes)
        switch name {
        case "provider":
            provider = Provider()
            provider.ownsNetwork = Self.value("primary", attributes) == "true"
        case "network-id" where parent == "gsm":
            let code = (Self.value("mcc", attributes) ?? "") + (Self.value("mnc", attributes) ?? "")
            if code == home.digits { provider.isMeant = true }
        case "apn" where parent == "gsm":
            isDrafting = provider.drafts.count < Self.draftLimit
            if isDrafting {
                provider.drafts.append(Draft(accessPoint: Self.value("value", attributes) ?? ""))
            }
        case "usage" where parent == "apn": draft { $0.usage = Self.value("type", attributes) ?? "" }
        case "plan" where parent == "apn":
            if let type = Self.value("type", attributes), ["prepaid", "postpaid"].contains(type) {
                draft { if !$0.plans.contains(type) { $0.plans.append(type) } }
            }
        case "authentication" where parent == "apn":
            draft { $0.method = Self.value("method", attributes) ?? "" }
        default: break
        }
    }

    private func ended() {
        guard let name = path.last else { return }
        switch (name, parent) {
        case ("name", "provider"): if provider.name.isEmpty { provider.name = String(decoding: text, as: UTF8.self) }
        case ("username", "apn"): draft { $0.username = String(decoding: text, as: UTF8.self) }
        case ("password", "apn"): draft { $0.password = String(decoding: text, as: UTF8.self) }
        case ("provider", _): take()
        case ("ussd", "balance-check"), ("ussd-response", "balance-check"), ("sms", "balance-check"):
            addCode(name, for: .balance)
        case ("ussd", "balance-top-up"), ("sms", "balance-top-up"): addCode(name, for: .topUp)
        default: break
        }
        path.removeLast()
        text = []
    }

    private func addCode(_ name: String, for purpose: ServiceCode.Purpose) {
        guard provider.codes.count < Self.draftLimit, let way = way(name) else { return }
        provider.codes.append((purpose, way))
    }

    /// Nil for what nobody could dial.
    private func way(_ name: String) -> ServiceCode.Way? {
        let text = String(decoding: text, as: UTF8.self)
        if name == "sms" {
            let words = supplement ?? ""
            guard (1...20).contains(text.utf8.count),
                text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2b }),
                words.utf8.count <= 160, words.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
            else { return nil }
            return .message(number: text, text: words)
        }
        guard let supplement, !supplement.isEmpty, let place = Self.place(of: supplement, in: text) else {
            return (try? USSDCode(text)).map { .ussd(code: $0.text, placeholder: nil) }
        }
        // It is a code when something is in the place of the placeholder.
        let example = String(text[..<place.lowerBound]) + "0" + text[place.upperBound...]
        guard (try? USSDCode(example)) != nil, supplement.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return nil
        }
        return .ussd(code: text, placeholder: supplement)
    }

    private static func place(of word: String, in text: String) -> Range<String.Index>? {
        text.indices.lazy.first { text[$0...].hasPrefix(word) }
            .map { $0..<text.index($0, offsetBy: word.count) }
    }

    private func add(_ bytes: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let bytes, count > 0, text.count <= Self.textLimit else { return }
        for byte in UnsafeBufferPointer(start: bytes, count: Int(count)).prefix(Self.textLimit + 1 - text.count) {
            text.append(UInt8(bitPattern: byte))
        }
    }

    private var parent: String { path.count > 1 ? path[path.count - 2] : "" }

    private func draft(_ change: (inout Draft) -> Void) {
        guard isDrafting, !provider.drafts.isEmpty else { return }
        change(&provider.drafts[provider.drafts.count - 1])
    }

    private static func value(_ name: String, _ attributes: Attributes?) -> String? {
        guard var next = attributes else { return nil }
        while let key = next[0], let value = next[1] {
            if String(cString: key) == name { return String(cString: value) }
            next += 2
        }
        return nil
    }

    // MARK: What comes of it

    private func take() {
        defer { provider = Provider() }
        guard provider.isMeant else { return }
        for draft in provider.drafts where candidates.count < Self.draftLimit {
            if let candidate = candidate(draft) { candidates.append(candidate) }
        }
        for (purpose, way) in provider.codes where serviceCodes.count < Self.draftLimit {
            serviceCodes.append(
                ServiceCode(
                    purpose: purpose, way: way, provider: provider.name, ownsNetwork: provider.ownsNetwork))
        }
    }

    /// Nil for what is not for the internet, or holds what no stick and no network takes.
    private func candidate(_ draft: Draft) -> AccessPointCandidate? {
        guard draft.usage == nil || draft.usage == "internet",
            let accessPoint = try? AccessPointName(draft.accessPoint)
        else { return nil }
        let username = try? Credential(draft.username, name: "username")
        let password = try? Credential(draft.password, name: "password")
        if username == nil, !draft.username.isEmpty { return nil }
        if password == nil, !draft.password.isEmpty { return nil }
        return AccessPointCandidate(
            accessPoint: accessPoint, username: username, password: password,
            authentication: ["pap": Authentication.pap, "chap": .chap][draft.method] ?? .any, provider: provider.name,
            ownsNetwork: provider.ownsNetwork, saysInternet: draft.usage != nil, plans: draft.plans)
    }
}
