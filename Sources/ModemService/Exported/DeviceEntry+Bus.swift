package import DBus
package import DeviceCatalog

extension DeviceEntry {
    /// As `ListDevices` tells it.
    package var busSettings: [String: Value] {
        var settings: [String: Value] = [
            "id": .string(usbID.description), "mode": .string(modes.joined(separator: " ")), "source": .string(source),
        ]
        if let recipe {
            settings["methods"] = Self.strings(recipe.methods.map(\.name))
            settings["targets"] = Self.strings(recipe.targets.map(\.description))
            settings["product"] = recipe.product.map { .string($0) }
        }
        if !model.isEmpty { settings["model"] = .string(model) }
        if let portMap {
            settings["ports"] = Self.strings(
                portMap.roles.sorted { $0.key < $1.key }.map { "\(Self.hexadecimal($0.key)):\($0.value.rawValue)" })
            if !portMap.reserved.isEmpty {
                settings["reserved"] = Self.strings(portMap.reserved.sorted().map(Self.hexadecimal))
            }
        }
        switch foreign?.kind {
        case .network(let drivers): settings["drivers"] = Self.strings(drivers.map(\.rawValue))
        case .other(let reason): settings["reason"] = .string(reason)
        case nil: break
        }
        if !quirks.isEmpty { settings["quirks"] = Self.strings(quirks.map(\.rawValue)) }
        return settings
    }

    private static func strings(_ texts: [String]) -> Value { .array(.string, texts.map { .string($0) }) }

    /// As device files and sysfs write the number of an interface.
    private static func hexadecimal(_ number: UInt8) -> String {
        (number < 0x10 ? "0" : "") + String(number, radix: 16)
    }
}
