internal import KeyFile

/// Writes entries as the device file that says them. Total: whatever a stick calls itself, the text is one that
/// ``DeviceCatalog/load(_:)`` reads.
package enum DeviceFileWriter {
    /// - Parameter remarks: for who reads the file; a comment above everything.
    package static func text(of entries: [DeviceEntry], remarks: [String] = []) -> String {
        let comment = remarks.flatMap { KeyFileText.wrapped($0, width: KeyFileText.width - 2) }.map { "# " + $0 }
        let sections = entries.map { section($0).joined(separator: "\n") }
        return ((comment.isEmpty ? [] : [comment.joined(separator: "\n")]) + sections).joined(separator: "\n\n") + "\n"
    }

    private static func section(_ entry: DeviceEntry) -> [String] {
        // One id has one section, and no section describes a CD-ROM and what others drive: the CD-ROM comes first.
        let foreign = entry.recipe == nil ? entry.foreign : nil
        var modes = entry.recipe == nil ? [] : ["storage"]
        if entry.portMap != nil { modes.append("modem") }
        if modes.isEmpty { modes = entry.modes }
        var lines = ["[\(entry.usbID)]", "mode = " + modes.joined(separator: " ")]
        if let recipe = entry.recipe { lines += storage(recipe) }
        if let map = entry.portMap { lines += modem(map) } else if let foreign { lines += others(foreign) }
        return lines + line("source", entry.source, limit: .max)
    }

    private static func storage(_ recipe: SwitchRecipe) -> [String] {
        var lines = ["methods = " + recipe.methods.map(\.name).joined(separator: ", ")]
        if let message = recipe.methods.lazy.compactMap(\.message).first {
            lines.append("message = " + message.map(hexadecimal).joined())
        }
        let targets = recipe.targets.map { String($0.description.suffix(4)) }
        lines += line("targets", targets.joined(separator: " "), limit: .max)
        // Part of it is enough to know the stick by, and all of it may be what no file can hold.
        if let product = recipe.product.flatMap(KeyFileText.longestPlainPart) {
            lines += line("product", product, limit: DeviceSection.textLimit)
        }
        if !recipe.isAutomatic { lines.append("auto-switch = no") }
        return lines
    }

    private static func modem(_ map: PortMap) -> [String] {
        var lines = line("model", map.model, limit: DeviceSection.textLimit)
        lines += map.roles.sorted { $0.key < $1.key }.map { "port.\(hexadecimal($0.key)) = \($0.value.rawValue)" }
        if !map.reserved.isEmpty {
            lines.append("reserved = " + map.reserved.sorted().map(hexadecimal).joined(separator: " "))
        }
        if let reference = map.driverLike { lines.append("driver-like = " + reference.description.suffix(4)) }
        return lines + quirks(map.quirks)
    }

    private static func others(_ stick: ForeignStick) -> [String] {
        var lines = line("model", stick.model, limit: DeviceSection.textLimit)
        switch stick.kind {
        case .network(let drivers): lines.append("drivers = " + drivers.map(\.rawValue).joined(separator: " "))
        case .other(let reason): lines += line("reason", reason, limit: DeviceSection.reasonLimit)
        }
        return lines + quirks(stick.quirks)
    }

    private static func quirks(_ quirks: Set<Quirk>) -> [String] {
        if quirks.isEmpty { return [] }
        return ["quirks = " + quirks.map(\.rawValue).sorted().joined(separator: " ")]
    }

    private static func line(_ key: String, _ value: String, limit: Int) -> [String] {
        let plain = KeyFileText.plain(value, limit: limit)
        return KeyFileText.lines(key, plain.isEmpty ? "unknown" : plain)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
}

extension SwitchMethod {
    fileprivate var message: [UInt8]? {
        switch self {
        case .eject(let message): message
        case .message(let message): message
        case .driverRelease: nil
        }
    }
}
