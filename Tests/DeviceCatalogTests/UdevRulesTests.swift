import Glibc
import Testing

@testable import DeviceCatalog

/// The udev rules say the same as the device data, and match nothing else.
@Suite struct UdevRulesTests {
    private static let ownership = rules("udev/60-zte-modem.rules")
    private static let takeover = rules("udev/61-zte-modem-takeover.rules")
    private static let catalog = DeviceCatalog.load([Repository.path("data/devices")]).catalog

    /// One rule: `KEY=="value"` and `KEY="value"` parts.
    struct Rule: CustomTestStringConvertible, Sendable {
        let text: String
        let parts: [String]

        var testDescription: String { text }

        init(_ text: String) {
            self.text = text
            parts = text.split(separator: ", ").map(String.init)
        }

        /// The quoted value of the part that begins so.
        func value(_ beginning: String) -> String? {
            guard let part = parts.first(where: { $0.hasPrefix(beginning + "\"") }), part.hasSuffix("\"") else {
                return nil
            }
            return String(part.dropFirst(beginning.count + 1).dropLast())
        }
    }

    private static func rules(_ file: String) -> [Rule] {
        String(decoding: Repository.bytes(file), as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { Rule(String($0)) }
    }

    /// The files are generated, and committed for those who read or package them.
    @Test(arguments: [UdevRulesDocument.ownershipPath, UdevRulesDocument.takeoverPath])
    func committedRulesAreThoseOfTheData(path: String) {
        let document = UdevRulesDocument(catalog: Self.catalog)
        let text = path == UdevRulesDocument.ownershipPath ? document.ownership : document.takeover
        if getenv("ZTE_UPDATE_RULES") != nil { #expect(Repository.write(text, to: path)) }
        #expect(String(decoding: Repository.bytes(path), as: UTF8.self) == text, "\(path) differs: run make rules")
    }

    /// What would mean something else to udev than to the service.
    @Test(arguments: catalog.recipes.values.compactMap(\.product))
    func aProductNameIsPlain(product: String) {
        #expect(product.wholeMatch(of: /[A-Za-z0-9 _-]+/) != nil)
    }

    @Test(arguments: ownership + takeover)
    func everyRuleMatchesZTEByItself(rule: Rule) {
        let names = ["ATTR{idVendor}==", "ATTRS{idVendor}=="].compactMap { rule.value($0) }
        let isModalias = rule.value("ATTRS{modalias}==") == "usb:v19D2p*"
        #expect(names == ["19d2"] || isModalias)
        #expect(rule.value("ACTION==")?.contains("remove") == false)
        #expect(rule.value("SUBSYSTEM==") != nil)
        for banned in ["GOTO", "LABEL", "PROGRAM", "$attr{p", "$attr{s", "%s{", "%E{", "$env"] {
            #expect(!rule.text.contains(banned), "\(banned)")
        }
    }

    /// A part that no operator separates from its value would make udev drop the rule.
    @Test(arguments: ownership + takeover)
    func everyPartIsWellFormed(rule: Rule) {
        for part in rule.parts {
            let pattern = /[A-Z]+(\{[A-Za-z_.]+\})?(==|!=|\+=|=)"[^"]*"/
            #expect(part.wholeMatch(of: pattern) != nil, "\(part)")
        }
    }

    @Test func theLinksAreThePortMaps() throws {
        var linked: [USBID: [UInt8: PortRole]] = [:]
        for rule in Self.ownership {
            guard let link = rule.value("SYMLINK+="), let products = rule.value("ATTRS{idProduct}==") else { continue }
            let number = try #require(rule.value("ENV{.ZTE_INTERFACE}==").flatMap { UInt8($0, radix: 16) })
            #expect(link.hasPrefix("zte/%b/"))
            for product in products.split(separator: "|") {
                let usbID = try #require(USBID("19d2:" + product))
                linked[usbID, default: [:]][number] = PortRole(rawValue: String(link.dropFirst("zte/%b/".count)))
            }
        }
        #expect(linked == Self.catalog.portMaps.mapValues(\.roles))
    }

    @Test func theCDROMsAndTheModemsAreOursToOpen() {
        let products = Self.ownership.filter { $0.value("GROUP=") == "zte-modem" }
            .flatMap { ($0.value("ATTR{idProduct}==") ?? "").split(separator: "|").map(String.init) }
        let ours = Set(Self.catalog.recipes.keys).union(Self.catalog.portMaps.keys)
        #expect(Set(products.compactMap { USBID("19d2:" + $0) }) == ours)
    }

    @Test func whatIsTakenOverIsWhatIsKnown() {
        func products(_ key: String) -> Set<USBID> {
            let products = Self.takeover.filter { $0.value(key) != nil }
                .flatMap { ($0.value("ATTR{idProduct}==") ?? "").split(separator: "|").map(String.init) }
            return Set(products.compactMap { USBID("19d2:" + $0) })
        }
        let recipes = Set(Self.catalog.recipes.keys)
        let unmapped = Self.catalog.foreignSticks.values.filter { !$0.isNetworkCard && !$0.quirks.contains(.notOf3GPP) }
        let ours = recipes.union(Self.catalog.portMaps.keys).union(unmapped.map(\.usbID))
        #expect(products("ENV{ID_MM_DEVICE_IGNORE}=") == ours)
        #expect(products("RUN{builtin}=") == recipes)
    }
}

extension Repository {
    fileprivate static func write(_ text: String, to relative: String) -> Bool {
        guard let stream = fopen(path(relative), "we") else { return false }
        defer { fclose(stream) }
        return fputs(text, stream) >= 0
    }
}
