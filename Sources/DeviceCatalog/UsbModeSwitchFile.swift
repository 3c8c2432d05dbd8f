internal import KeyFile

/// A file in the form of usb_modeswitch, as in its `usb_modeswitch.d`. Read so that a file that helped there helps here as it
/// is; what the service cannot do is refused in words, never left out silently.
struct UsbModeSwitchFile {
    private let usbID: USBID
    private let product: String?
    private var values: [String: KeyFile.Entry] = [:]

    /// The service does these in its own way, for every stick: it reads the status, waits for the return, finds interface
    /// and endpoints in the descriptors.
    private static let needless: Set<String> = [
        "needresponse", "checksuccess", "nodriverloading", "inquiredevice", "interface", "messageendpoint",
        "responseendpoint", "targetclass",
    ]
    private static let used: Set<String> = [
        "defaultvendor", "defaultproduct", "targetvendor", "targetproduct", "targetproductlist", "standardeject",
        "messagecontent", "detachstorageonly",
    ]
    private static let targetLimit = 64

    /// `19d2:2000`, perhaps with a condition behind it: what usb_modeswitch would look for.
    static func isName(_ name: String) -> Bool {
        guard USBID(name.prefix(9)) != nil else { return false }
        return name.count == 9 || name.dropFirst(9).hasPrefix(":")
    }

    /// A file named so, or one without sections that has keys of that form.
    static func isOne(_ name: String, _ entries: [KeyFile.Entry]) -> Bool {
        if isName(name) { return true }
        let keys = ["defaultvendor", "defaultproduct", "targetvendor", "targetproduct"]
        return entries.contains { $0.sectionLine == 0 && keys.contains($0.key.lowercased()) }
    }

    init(_ name: String, _ entries: [KeyFile.Entry]) throws(KeyFileFault) {
        for entry in entries {
            guard entry.sectionLine == 0 else {
                throw KeyFileFault(entry.sectionLine, "a section in a file of the form of usb_modeswitch")
            }
            let key = entry.key.lowercased()
            guard Self.used.contains(key) || Self.needless.contains(key) else {
                throw KeyFileFault(entry.line, Self.refusal(of: entry.key))
            }
            if let earlier = values.updateValue(entry, forKey: key) {
                throw KeyFileFault(entry.line, "\(quoted(entry.key)) is there already, in line \(earlier.line)")
            }
        }
        let isNamed = Self.isName(name)
        usbID = try isNamed ? Self.usbID(of: name) : Self.usbID(in: values)
        product = try isNamed ? Self.product(in: name) : nil
    }

    func description() throws(KeyFileFault) -> DeviceFile.Description {
        for (key, owner) in [("defaultvendor", usbID.vendor), ("defaultproduct", usbID.product)] {
            guard let entry = values[key], try Self.number(entry) != owner else { continue }
            throw KeyFileFault(entry.line, "\(entry.key) is not that of \(usbID), for which the file is named")
        }
        if let entry = values["targetvendor"], try Self.number(entry) != USBID.zte {
            throw KeyFileFault(entry.line, "comes back as another maker's device: only ZTE sticks are known here")
        }
        return DeviceFile.Description(
            usbID: usbID, line: 1,
            recipe: SwitchRecipe(usbID: usbID, methods: [try method()], targets: try targets(), product: product),
            source: "a file in the form of usb_modeswitch", isRecipeAlone: true)
    }

    // MARK: How to switch

    private func method() throws(KeyFileFault) -> SwitchMethod {
        let message: [UInt8]?
        if let entry = values["messagecontent"] {
            message = try CommandMessage.checked(Self.bare(entry.value), line: entry.line, key: entry.key)
        } else {
            message = nil
        }
        if try isOn("standardeject") { return .eject(message: message) }
        if let message { return .message(message) }
        if try isOn("detachstorageonly") { return .driverRelease }
        throw KeyFileFault(nil, "says no way to switch: there are StandardEject, MessageContent and DetachStorageOnly")
    }

    private func isOn(_ key: String) throws(KeyFileFault) -> Bool {
        guard let entry = values[key] else { return false }
        switch Self.bare(entry.value).lowercased() {
        case "1", "true", "yes": return true
        case "0", "false", "no": return false
        default: throw KeyFileFault(entry.line, "\(entry.key) is 1 or 0, not \(quoted(entry.value))")
        }
    }

    // MARK: What it comes back as

    private func targets() throws(KeyFileFault) -> [USBID] {
        var targets: [USBID] = []
        if let entry = values["targetproduct"] {
            targets.append(USBID(vendor: USBID.zte, product: try Self.number(entry)))
        }
        if let entry = values["targetproductlist"] {
            for word in Self.bare(entry.value).split(whereSeparator: { $0 == "," || $0 == " " }) {
                guard let target = USBID("19d2:" + word) else {
                    throw KeyFileFault(entry.line, "target \(quoted(word)) is not four hexadecimal digits")
                }
                if !targets.contains(target) { targets.append(target) }
            }
            guard (1...Self.targetLimit).contains(targets.count) else {
                throw KeyFileFault(entry.line, "between 1 and \(Self.targetLimit) targets")
            }
        }
        if targets.isEmpty, values["targetclass"] != nil { return [usbID] }
        guard !targets.isEmpty else {
            throw KeyFileFault(nil, "says no target: there are TargetProduct, TargetProductList and TargetClass")
        }
        return targets
    }

    // MARK: Which stick

    private static func usbID(of name: String) throws(KeyFileFault) -> USBID {
        guard let usbID = USBID(name.prefix(9)), usbID.vendor == USBID.zte else {
            throw KeyFileFault(nil, "named for a device of another maker: only ZTE sticks (19d2) are known here")
        }
        return usbID
    }

    private static func usbID(in values: [String: KeyFile.Entry]) throws(KeyFileFault) -> USBID {
        guard let vendor = values["defaultvendor"], let product = values["defaultproduct"] else {
            throw KeyFileFault(
                nil, "names no stick: there are DefaultVendor and DefaultProduct, or a file name such as 19d2:2000")
        }
        guard try number(vendor) == USBID.zte else {
            throw KeyFileFault(vendor.line, "a device of another maker: only ZTE sticks (19d2) are known here")
        }
        return USBID(vendor: USBID.zte, product: try number(product))
    }

    /// `:uPr=` is the one condition on a stick that the service can test; underscores stand for blanks there.
    private static func product(in name: String) throws(KeyFileFault) -> String? {
        let condition = name.dropFirst(10)
        if name.count == 9 { return nil }
        guard condition.hasPrefix("uPr="), condition.count > 4, !condition.contains(":") else {
            throw KeyFileFault(nil, "the condition \(quoted(condition)) in the file name is not known: there is uPr=")
        }
        return String(condition.dropFirst(4).map { $0 == "_" ? " " : $0 })
    }

    // MARK: Values

    private static func refusal(of key: String) -> String {
        let name = key.lowercased()
        if name == "messagecontent2" || name == "messagecontent3" {
            return "\(key): the service sends one message"
        }
        if name.hasSuffix("mode") { return "\(quoted(key)): a way to switch that no ZTE stick is known to need" }
        return "\(quoted(key)): not known of this form of file, or not to be done here"
    }

    /// Without the quotation marks.
    private static func bare(_ value: String) -> String {
        guard value.utf8.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
        return String(value.dropFirst().dropLast())
    }

    /// `0x19d2`, with or without `0x`.
    private static func number(_ entry: KeyFile.Entry) throws(KeyFileFault) -> UInt16 {
        let text = bare(entry.value)
        let digits = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
        guard (1...4).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
            let number = UInt16(digits, radix: 16)
        else { throw KeyFileFault(entry.line, "\(entry.key) is a number such as 0x19d2, not \(quoted(entry.value))") }
        return number
    }
}
