internal import KeyFile

/// Takes the keys of one section of a device file apart, and names what it does not know.
struct DeviceSection {
    /// The heading's id; nil in the section for every stick.
    private let usbID: USBID?
    private let heading: Int
    private var values: [String: KeyFile.Entry] = [:]

    private static let everyStick = "19d2:*"
    private static let known: Set<String> = [
        "mode", "model", "methods", "message", "targets", "product", "auto-switch", "reserved", "driver-like", "quirks",
        "drivers",
        "reason", "source",
    ]
    /// The keys that only some modes have.
    private static let keys: [Substring: [String]] = [
        "storage": ["methods", "message", "targets", "product", "auto-switch"],
        "modem": ["model", "reserved", "driver-like", "quirks"],
        "network": ["model", "drivers", "quirks"], "other": ["model", "reason", "quirks"],
    ]
    static let textLimit = 64
    static let reasonLimit = 200
    private static let targetLimit = 64

    init(_ entries: ArraySlice<KeyFile.Entry>) throws(KeyFileFault) {
        guard let first = entries.first, first.sectionLine > 0 else {
            throw KeyFileFault(entries.first?.line, "a key outside of a section; begin with [19d2:pppp]")
        }
        let usbID = USBID(first.section)
        guard usbID?.vendor == USBID.zte || first.section == Self.everyStick else {
            throw KeyFileFault(
                first.sectionLine, "the section \(quoted(first.section)) is not a ZTE id such as [19d2:2000]")
        }
        self.usbID = usbID
        heading = first.sectionLine
        for entry in entries {
            guard Self.known.contains(entry.key) || entry.key.hasPrefix("port.") else {
                throw KeyFileFault(entry.line, "unknown key \(quoted(entry.key))")
            }
            if let earlier = values.updateValue(entry, forKey: entry.key) {
                throw KeyFileFault(entry.line, "\(quoted(entry.key)) is there already, in line \(earlier.line)")
            }
        }
    }

    enum Content {
        case common(DeviceFile.Common)
        case stick(DeviceFile.Description)
    }

    func content() throws(KeyFileFault) -> Content {
        if let usbID { .stick(try description(usbID)) } else { .common(try common()) }
    }

    private func common() throws(KeyFileFault) -> DeviceFile.Common {
        for entry in values.values where !["quirks", "source"].contains(entry.key) {
            throw KeyFileFault(entry.line, "\(quoted(entry.key)) cannot hold for every stick")
        }
        return DeviceFile.Common(line: heading, quirks: try quirks(), source: try text("source", limit: .max))
    }

    private func description(_ usbID: USBID) throws(KeyFileFault) -> DeviceFile.Description {
        let mode = try required("mode")
        let modes = mode.value.split(separator: " ")
        guard [["storage"], ["modem"], ["network"], ["other"], ["storage", "modem"]].contains(modes) else {
            throw KeyFileFault(
                mode.line,
                "mode is storage, modem, network, other, or \"storage modem\" for an id that keeps its number")
        }
        try refuseKeys(except: modes)
        var description = DeviceFile.Description(usbID: usbID, line: heading, source: try text("source", limit: .max))
        if modes.contains("storage") { description.recipe = try recipe(usbID) }
        if modes.contains("modem") { description.portMap = try portMap(usbID) }
        if modes.contains("network") { description.foreign = try foreign(usbID, .network(drivers: drivers())) }
        if modes.contains("other") {
            description.foreign = try foreign(usbID, .other(reason: text("reason", limit: Self.reasonLimit)))
        }
        return description
    }

    /// The section itself is to blame.
    func fault(_ text: String) -> KeyFileFault { KeyFileFault(heading, text) }

    private func refuseKeys(except modes: [Substring]) throws(KeyFileFault) {
        if let key = portKeys.first, let entry = values[key], !modes.contains("modem") {
            throw KeyFileFault(entry.line, "\(quoted(key)) belongs to mode = modem")
        }
        let allowed = modes.flatMap { Self.keys[$0] ?? [] } + ["mode", "source"]
        for entry in values.values.sorted(by: { $0.line < $1.line }) where !entry.key.hasPrefix("port.") {
            if allowed.contains(entry.key) { continue }
            let owners = Self.keys.filter { $0.value.contains(entry.key) }.keys.sorted().joined(separator: ", ")
            throw KeyFileFault(entry.line, "\(quoted(entry.key)) belongs to mode = \(owners)")
        }
    }

    // MARK: A stick that still is a CD-ROM

    private func recipe(_ usbID: USBID) throws(KeyFileFault) -> SwitchRecipe {
        let product = values["product"] == nil ? nil : try text("product", limit: Self.textLimit)
        return SwitchRecipe(
            usbID: usbID, methods: try methods(), targets: try targets(), product: product,
            isAutomatic: try isAutomatic())
    }

    private func isAutomatic() throws(KeyFileFault) -> Bool {
        guard let entry = values["auto-switch"] else { return true }
        switch entry.value {
        case "yes": return true
        case "no": return false
        default: throw KeyFileFault(entry.line, "auto-switch is yes or no, not \(quoted(entry.value))")
        }
    }

    private func methods() throws(KeyFileFault) -> [SwitchMethod] {
        let message = try message()
        let names = try required("methods")
        var methods: [SwitchMethod] = []
        for name in names.value.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let method: SwitchMethod
            switch name {
            case "eject": method = .eject(message: message)
            case "message":
                guard let message else { throw KeyFileFault(names.line, "the method message needs a message") }
                method = .message(message)
            case "driver-release": method = .driverRelease
            default:
                throw KeyFileFault(
                    names.line, "unknown method \(quoted(name)); there are eject, message and driver-release")
            }
            if methods.contains(method) { throw KeyFileFault(names.line, "the method \(name) twice") }
            methods.append(method)
        }
        if methods.isEmpty { throw KeyFileFault(names.line, "no method") }
        if let line = values["message"]?.line, methods == [.driverRelease] {
            throw KeyFileFault(line, "a message goes with the methods eject and message")
        }
        return methods
    }

    private func message() throws(KeyFileFault) -> [UInt8]? {
        guard let entry = values["message"] else { return nil }
        return try CommandMessage.checked(entry.value, line: entry.line, key: "message")
    }

    private func targets() throws(KeyFileFault) -> [USBID] {
        let entry = try required("targets")
        var targets: [USBID] = []
        for word in entry.value.split(separator: " ") {
            guard let target = USBID("19d2:" + word) else {
                throw KeyFileFault(entry.line, "target \(quoted(word)) is not four hexadecimal digits")
            }
            if targets.contains(target) { throw KeyFileFault(entry.line, "target \(word) twice") }
            targets.append(target)
        }
        guard (1...Self.targetLimit).contains(targets.count) else {
            throw KeyFileFault(entry.line, "between 1 and \(Self.targetLimit) targets")
        }
        return targets
    }

    // MARK: A modem, or what is driven by others

    private func portMap(_ usbID: USBID) throws(KeyFileFault) -> PortMap {
        let model = try text("model", limit: Self.textLimit)
        var roles: [UInt8: PortRole] = [:]
        for key in portKeys {
            let entry = try required(key)
            guard let number = Self.interface(key.dropFirst("port.".count)) else {
                throw KeyFileFault(entry.line, "\(quoted(key)): an interface number is two hexadecimal digits")
            }
            guard let role = PortRole(rawValue: entry.value) else {
                throw KeyFileFault(entry.line, "\(quoted(entry.value)) is no role; there are data, at and diag")
            }
            roles[number] = role
        }
        guard roles.values.contains(.data) else { throw fault("no port has the role data") }
        let reserved = try reserved()
        if let entry = values["reserved"], !reserved.isDisjoint(with: roles.keys) {
            throw KeyFileFault(entry.line, "a reserved interface is no port")
        }
        return PortMap(
            usbID: usbID, model: model, roles: roles, reserved: reserved, quirks: try quirks(),
            driverLike: try driverLike(usbID))
    }

    private func driverLike(_ usbID: USBID) throws(KeyFileFault) -> USBID? {
        guard let entry = values["driver-like"] else { return nil }
        guard let reference = USBID("19d2:" + entry.value), reference != usbID else {
            throw KeyFileFault(entry.line, "\(quoted(entry.value)) is not another id, four hexadecimal digits")
        }
        return reference
    }

    private func reserved() throws(KeyFileFault) -> Set<UInt8> {
        guard let entry = values["reserved"] else { return [] }
        var numbers: Set<UInt8> = []
        for word in entry.value.split(separator: " ") {
            guard let number = Self.interface(word) else {
                throw KeyFileFault(entry.line, "\(quoted(word)): an interface number is two hexadecimal digits")
            }
            numbers.insert(number)
        }
        return numbers
    }

    private func foreign(_ usbID: USBID, _ kind: ForeignStick.Kind) throws(KeyFileFault) -> ForeignStick {
        ForeignStick(
            usbID: usbID, model: try text("model", limit: Self.textLimit), kind: kind, quirks: try quirks())
    }

    private func drivers() throws(KeyFileFault) -> [ForeignStick.Driver] {
        try words("driver", ForeignStick.Driver.self, of: required("drivers"))
    }

    private func quirks() throws(KeyFileFault) -> Set<Quirk> {
        guard let entry = values["quirks"] else { return [] }
        return Set(try words("quirk", Quirk.self, of: entry))
    }

    private var portKeys: [String] { values.keys.filter { $0.hasPrefix("port.") }.sorted() }

    // MARK: Keys

    private static func interface(_ digits: Substring) -> UInt8? {
        guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit) else { return nil }
        return UInt8(digits, radix: 16)
    }

    /// Words of a closed set, each once.
    private func words<Word: RawRepresentable & CaseIterable & Hashable>(
        _ kind: String, _: Word.Type, of entry: KeyFile.Entry
    ) throws(KeyFileFault) -> [Word] where Word.RawValue == String {
        var words: [Word] = []
        for text in entry.value.split(separator: " ") {
            guard let word = Word(rawValue: String(text)) else {
                let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw KeyFileFault(entry.line, "unknown \(kind) \(quoted(text)); there are \(all)")
            }
            if words.contains(word) { throw KeyFileFault(entry.line, "\(text) twice") }
            words.append(word)
        }
        if words.isEmpty { throw KeyFileFault(entry.line, "\(entry.key) is empty") }
        return words
    }

    private func required(_ key: String) throws(KeyFileFault) -> KeyFile.Entry {
        guard let entry = values[key] else { throw fault("[\(usbID?.description ?? Self.everyStick)] has no \(key)") }
        return entry
    }

    private func text(_ key: String, limit: Int) throws(KeyFileFault) -> String {
        let entry = try required(key)
        guard !entry.value.isEmpty, entry.value.utf8.count <= limit else {
            throw KeyFileFault(entry.line, "\(key) is empty or longer than \(limit) bytes")
        }
        return entry.value
    }
}
