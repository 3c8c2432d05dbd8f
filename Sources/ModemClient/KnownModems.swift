internal import DBus
internal import ModemAPI

/// Follows the signals of the service: what is known, and what changed by each.
///
/// Applying a signal that is older than the list it is applied to does no harm, since every later one follows it.
struct KnownModems {
    private var objects: [ObjectPath: RemoteModem] = [:]

    var modems: [RemoteModem] { objects.values.filter(\.isModem).sortedByPort() }

    /// Takes over what the service has now.
    mutating func replace(with managed: [ObjectPath: [String: PropertyValues]]) -> [ModemChange] {
        let gone = objects.keys.filter { managed[$0] == nil }
        var changes = gone.flatMap { set(nil, at: $0) }
        for modem in managed.map({ RemoteModem(path: $0.key, interfaces: $0.value) }).sortedByPort() {
            changes += set(modem, at: modem.path)
        }
        return changes
    }

    /// A signal of another kind or with other arguments than declared changes nothing.
    mutating func apply(_ signal: Signal) -> [ModemChange] {
        switch (signal.interface, signal.member) {
        case (StandardInterface.Properties.name, StandardInterface.Properties.changed.description.name):
            propertiesChanged(signal)
        case (StandardInterface.ObjectManager.name, StandardInterface.ObjectManager.added.description.name):
            interfacesAdded(signal)
        case (StandardInterface.ObjectManager.name, StandardInterface.ObjectManager.removed.description.name):
            interfacesRemoved(signal)
        case (ModemInterface.name, ModemInterface.stateChanged.description.name):
            stateChanged(signal)
        case (_, _): []
        }
    }

    // MARK: One signal each

    private mutating func propertiesChanged(_ signal: Signal) -> [ModemChange] {
        guard let (interface, changed, invalidated) = try? StandardInterface.Properties.changed.decode(signal),
            var object = objects[signal.path]
        else { return [] }
        // Of an interface that is not there: a signal older than the list.
        object.interfaces[interface]?.apply(changed: changed, invalidated: invalidated)
        return set(object, at: signal.path)
    }

    private mutating func interfacesAdded(_ signal: Signal) -> [ModemChange] {
        guard let (path, added) = try? StandardInterface.ObjectManager.added.decode(signal) else { return [] }
        var object = objects[path] ?? RemoteModem(path: path, interfaces: [:])
        object.interfaces.merge(added.mapValues { PropertyValues($0) }) { $1 }
        return set(object, at: path)
    }

    private mutating func interfacesRemoved(_ signal: Signal) -> [ModemChange] {
        guard let (path, removed) = try? StandardInterface.ObjectManager.removed.decode(signal),
            var object = objects[path]
        else { return [] }
        for name in removed { object.interfaces[name] = nil }
        return set(object.interfaces.isEmpty ? nil : object, at: path)
    }

    /// Says nothing new after the PropertiesChanged of the same change, but another version of the service may send it
    /// first, or not tell the states in between by properties.
    private mutating func stateChanged(_ signal: Signal) -> [ModemChange] {
        guard let (_, state, reason) = try? ModemInterface.stateChanged.decode(signal),
            var object = objects[signal.path], object.state != state
        else { return [] }
        let values: [String: Value] = [
            ModemInterface.state.description.name: .string(state),
            ModemInterface.stateReason.description.name: .string(reason),
        ]
        // The sentence belongs to the state before.
        object.interfaces[ModemInterface.name]?.apply(
            changed: values, invalidated: [ModemInterface.stateMessage.description.name])
        return set(object, at: signal.path)
    }

    // MARK: What is different

    private mutating func set(_ new: RemoteModem?, at path: ObjectPath) -> [ModemChange] {
        let old = objects.removeValue(forKey: path)
        objects[path] = new
        switch (old.flatMap { $0.isModem ? $0 : nil }, new.flatMap { $0.isModem ? $0 : nil }) {
        case (nil, nil): return []
        case (nil, let modem?): return [.arrived(modem)]
        case (let modem?, nil): return [.left(modem)]
        case (let old?, let new?): return Self.changes(from: old, to: new)
        }
    }

    private static let stateProperties: Set = [
        ModemInterface.state.description.name, ModemInterface.stateReason.description.name,
        ModemInterface.stateMessage.description.name,
    ]

    private static func changes(from old: RemoteModem, to new: RemoteModem) -> [ModemChange] {
        var changes: [ModemChange] = []
        if old.state != new.state {
            changes.append(.state(new, from: old.state))
        } else if old.stateMessage != new.stateMessage, !new.stateMessage.isEmpty {
            changes.append(.message(new))
        }
        for interface in Set(old.interfaces.keys).union(new.interfaces.keys).sorted() {
            let before = old.interfaces[interface]?.values ?? [:]
            let after = new.interfaces[interface]?.values ?? [:]
            var names = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
            if interface == ModemInterface.name { names.subtract(stateProperties) }
            if !names.isEmpty { changes.append(.properties(new, interface: interface, names: names.sorted())) }
        }
        return changes
    }
}
