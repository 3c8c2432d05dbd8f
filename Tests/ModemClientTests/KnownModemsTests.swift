import DBus
import ModemAPI
import Testing

@testable import ModemClient

@Suite struct KnownModemsTests {
    private static let path = ObjectPaths.modem(physicalPort: "1-1.2") ?? ObjectPaths.modems
    private static let sender = ":1.7"

    private var known = KnownModems()

    init() {
        _ = known.replace(with: [Self.path: RemoteModem.stick("1-1.2", state: "searching").interfaces])
    }

    private static func changed(_ interface: String, _ values: [String: Value], lost: [String] = []) -> Signal {
        Signal(
            sender: sender, path: path, interface: "org.freedesktop.DBus.Properties", member: "PropertiesChanged",
            arguments: [.string(interface), values.busValue, lost.busValue])
    }

    private static func added(_ interfaces: [String: [String: Value]], at path: ObjectPath = path) -> Signal {
        Signal(
            sender: sender, path: ObjectPaths.root, interface: "org.freedesktop.DBus.ObjectManager",
            member: "InterfacesAdded", arguments: [.objectPath(path), interfaces.busValue])
    }

    private static func removed(_ interfaces: [String], at path: ObjectPath = path) -> Signal {
        Signal(
            sender: sender, path: ObjectPaths.root, interface: "org.freedesktop.DBus.ObjectManager",
            member: "InterfacesRemoved", arguments: [.objectPath(path), interfaces.busValue])
    }

    private static func went(_ old: String, _ new: String, _ reason: String = "") -> Signal {
        Signal(
            sender: sender, path: path, interface: ModemInterface.name, member: "StateChanged",
            arguments: [.string(old), .string(new), .string(reason)])
    }

    @Test mutating func aStateIsReportedOnceWhicheverSignalIsFirst() throws {
        let properties = Self.changed(
            ModemInterface.name, ["State": .string("failed"), "StateMessage": .string("Replug it.")])
        let first = known.apply(properties)
        let modem = try #require(known.modems.first)
        #expect(first == [.state(modem, from: "searching")])
        #expect(modem.stateMessage == "Replug it.")
        #expect(known.apply(Self.went("searching", "failed")) == [])

        let other = known.apply(Self.went("failed", "storage", "unplugged"))
        let bare = try #require(known.modems.first)
        #expect(other == [.state(bare, from: "failed")])
        #expect(bare.stateReason == "unplugged" && bare.stateMessage == "")
        let late = known.apply(
            Self.changed(ModemInterface.name, ["State": .string("storage"), "StateMessage": .string("Why.")]))
        #expect(late == [.message(known.modems[0])])
    }

    @Test mutating func otherPropertiesAreReportedByName() throws {
        let arrived = known.apply(Self.added([NetworkInterface.name: ["SignalQuality": .uint32(5)]]))
        var modem = try #require(known.modems.first)
        #expect(arrived == [.properties(modem, interface: NetworkInterface.name, names: ["SignalQuality"])])
        #expect(modem[NetworkInterface.signalQuality] == 5)
        #expect(known.apply(Self.changed(NetworkInterface.name, ["SignalQuality": .uint32(5)])) == [])
        let lost = known.apply(Self.changed(NetworkInterface.name, [:], lost: ["SignalQuality"]))
        modem = try #require(known.modems.first)
        #expect(lost == [.properties(modem, interface: NetworkInterface.name, names: ["SignalQuality"])])
        #expect(modem[NetworkInterface.signalQuality] == nil)
    }

    @Test mutating func sticksComeAndGo() throws {
        let other = ObjectPaths.modem(physicalPort: "1-2") ?? ObjectPaths.modems
        let values: [String: [String: Value]] = [ModemInterface.name: ["State": .string("storage")]]
        let arrived = known.apply(Self.added(values, at: other))
        #expect(known.modems.map(\.physicalPort) == ["1-1.2", "usb1_2"])
        #expect(arrived == [.arrived(known.modems[1])])
        let gone = known.modems[0]
        #expect(known.apply(Self.removed([ModemInterface.name])) == [.left(gone)])
        #expect(known.apply(Self.removed([ModemInterface.name])) == [])
        #expect(known.modems.count == 1)
    }

    @Test mutating func anInterfaceOfAStickGoesAlone() throws {
        _ = known.apply(Self.added([SimInterface.name: ["Lock": .string("pin")]]))
        let changes = known.apply(Self.removed([SimInterface.name]))
        #expect(changes == [.properties(known.modems[0], interface: SimInterface.name, names: ["Lock"])])
        #expect(known.modems[0][SimInterface.lock] == nil)
    }

    @Test mutating func aNewListIsComparedWithTheOld() {
        let other = ObjectPaths.modem(physicalPort: "1-2") ?? ObjectPaths.modems
        let left = known.modems[0]
        let new = RemoteModem.stick("1-2")
        #expect(known.replace(with: [other: new.interfaces]) == [.left(left), .arrived(new)])
        #expect(known.replace(with: [other: new.interfaces]) == [])
    }

    /// Another service, or another version of ours: nothing of it may end the program or change what is known.
    @Test(arguments: [
        Signal(sender: ":1.7", path: .root, interface: "x.y", member: "Z", arguments: []),
        Signal(
            sender: ":1.7", path: path, interface: "org.freedesktop.DBus.Properties", member: "PropertiesChanged",
            arguments: [.string(ModemInterface.name)]),
        Signal(
            sender: ":1.7", path: ObjectPaths.root, interface: "org.freedesktop.DBus.ObjectManager",
            member: "InterfacesAdded", arguments: [.string("/"), .byte(1)]),
        Signal(
            sender: ":1.7", path: path, interface: ModemInterface.name, member: "StateChanged", arguments: [.byte(1)]),
        changed("org.example.Unknown", ["State": .string("x")]),
        removed(["org.example.Unknown"]), removed([ModemInterface.name], at: .root), added([:], at: .root),
    ])
    mutating func anythingElseChangesNothing(signal: Signal) {
        let before = known.modems
        #expect(known.apply(signal) == [])
        #expect(known.modems == before)
    }

    @Test mutating func aPropertyOfAnotherTypeIsNotKnown() {
        _ = known.apply(Self.changed(ModemInterface.name, ["State": .byte(1), "PhysicalPort": .byte(1)]))
        #expect(known.modems[0].state == "")
        #expect(known.modems[0].physicalPort == "usb1_1_2")
    }
}
