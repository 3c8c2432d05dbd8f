internal import KeyFile

/// One device file, understood: what it says of each id. Pure; reading is the catalogue's business.
struct DeviceFile: Equatable {
    struct Description: Equatable {
        let usbID: USBID
        /// Where the heading is.
        let line: Int
        let recipe: SwitchRecipe?
        let portMap: PortMap?
        /// Where the facts come from.
        let source: String
    }

    let descriptions: [Description]

    init(parsing bytes: [UInt8]) throws(KeyFileFault) {
        let entries = try KeyFile(parsing: bytes).entries
        var descriptions: [Description] = []
        var rest = entries[...]
        while let first = rest.first {
            let section = rest.prefix { $0.sectionLine == first.sectionLine }
            rest = rest.dropFirst(section.count)
            let description = try SectionReader(section).description()
            if let earlier = descriptions.first(where: { $0.usbID == description.usbID }) {
                throw KeyFileFault(
                    first.sectionLine, "[\(description.usbID)] is there already, in line \(earlier.line)")
            }
            descriptions.append(description)
        }
        self.descriptions = descriptions
    }
}

/// Takes the keys of one section apart, and names what it does not know.
private struct SectionReader {
    private let usbID: USBID
    private let heading: Int
    private var values: [String: KeyFile.Entry] = [:]

    private static let known: Set<String> = ["mode", "model", "methods", "message", "targets", "source"]
    private static let storageKeys = ["methods", "message", "targets"]
    private static let textLimit = 64
    private static let targetLimit = 64

    init(_ entries: ArraySlice<KeyFile.Entry>) throws(KeyFileFault) {
        guard let first = entries.first, first.sectionLine > 0 else {
            throw KeyFileFault(entries.first?.line, "a key outside of a section; begin with [19d2:pppp]")
        }
        guard let usbID = USBID(first.section), usbID.vendor == USBID.zte else {
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

    func description() throws(KeyFileFault) -> DeviceFile.Description {
        let source = try text("source", limit: .max)
        let mode = try required("mode")
        switch mode.value.split(separator: " ") {
        case ["storage"]:
            try refuse(portKeys + ["model"], because: "belongs to mode = modem")
            return DeviceFile.Description(
                usbID: usbID, line: heading, recipe: try recipe(), portMap: nil, source: source)
        case ["modem"]:
            try refuse(Self.storageKeys, because: "belongs to mode = storage")
            return DeviceFile.Description(
                usbID: usbID, line: heading, recipe: nil, portMap: try portMap(), source: source)
        case ["storage", "modem"]:
            return DeviceFile.Description(
                usbID: usbID, line: heading, recipe: try recipe(), portMap: try portMap(), source: source)
        default:
            throw KeyFileFault(
                mode.line, "mode is storage, modem, or \"storage modem\" for an id that keeps its number")
        }
    }

    // MARK: A stick that still is a CD-ROM

    private func recipe() throws(KeyFileFault) -> SwitchRecipe {
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
                throw KeyFileFault(names.line, "unknown method \(quoted(name)); there are eject, message and driver-release")
            }
            if methods.contains(method) { throw KeyFileFault(names.line, "the method \(name) twice") }
            methods.append(method)
        }
        if methods.isEmpty { throw KeyFileFault(names.line, "no method") }
        if let line = values["message"]?.line, methods == [.driverRelease] {
            throw KeyFileFault(line, "a message goes with the methods eject and message")
        }
        return SwitchRecipe(usbID: usbID, methods: methods, targets: try targets())
    }

    private func message() throws(KeyFileFault) -> [UInt8]? {
        guard let entry = values["message"] else { return nil }
        guard let bytes = CommandMessage.bytes(entry.value) else {
            throw KeyFileFault(entry.line, "message is 62 hexadecimal digits")
        }
        if let fault = CommandMessage.fault(in: bytes) { throw KeyFileFault(entry.line, "message: \(fault)") }
        return bytes
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

    // MARK: A modem

    private func portMap() throws(KeyFileFault) -> PortMap {
        let model = try text("model", limit: Self.textLimit)
        var roles: [UInt8: PortRole] = [:]
        for key in portKeys {
            let entry = try required(key)
            let digits = key.dropFirst("port.".count)
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let number = UInt8(digits, radix: 16) else {
                throw KeyFileFault(entry.line, "\(quoted(key)): an interface number is two hexadecimal digits")
            }
            guard let role = PortRole(rawValue: entry.value) else {
                throw KeyFileFault(entry.line, "\(quoted(entry.value)) is no role; there are data, at and diag")
            }
            roles[number] = role
        }
        guard roles.values.contains(.data) else { throw KeyFileFault(heading, "no port has the role data") }
        return PortMap(usbID: usbID, model: model, roles: roles)
    }

    private var portKeys: [String] { values.keys.filter { $0.hasPrefix("port.") }.sorted() }

    // MARK: Keys

    private func required(_ key: String) throws(KeyFileFault) -> KeyFile.Entry {
        guard let entry = values[key] else { throw KeyFileFault(heading, "[\(usbID)] has no \(key)") }
        return entry
    }

    private func text(_ key: String, limit: Int) throws(KeyFileFault) -> String {
        let entry = try required(key)
        guard !entry.value.isEmpty, entry.value.utf8.count <= limit else {
            throw KeyFileFault(entry.line, "\(key) is empty or longer than \(limit) bytes")
        }
        return entry.value
    }

    private func refuse(_ keys: [String], because reason: String) throws(KeyFileFault) {
        for case let entry? in keys.map({ values[$0] }) {
            throw KeyFileFault(entry.line, "\(quoted(entry.key)) \(reason)")
        }
    }
}
