import DBus
import ModemAPI
import Testing

struct ContractTests {
    static let interfaces = Contract.interfaces

    @Test(arguments: interfaces) func eachMemberIsOfItsInterfaceAndDocumented(interface: InterfaceDeclaration) {
        #expect(interface.name.hasPrefix(BusName.ztemodem + "."))
        let owners = interface.methods.map(\.interface) + interface.properties.map(\.interface)
        #expect((owners + interface.signals.map(\.interface)).allSatisfy { $0 == interface.name })
        let docs = interface.methods.map(\.doc) + interface.properties.map(\.doc) + interface.signals.map(\.doc)
        #expect((docs + [interface.doc]).allSatisfy { $0.hasSuffix(".") && $0.count > 10 })
    }

    @Test(arguments: interfaces) func noNameComesTwice(interface: InterfaceDeclaration) {
        let names = interface.methods.map(\.name) + interface.signals.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(interface.properties.map(\.name)).count == interface.properties.count)
    }

    /// For everybody: these tell what is known, and no secrets.
    private static let reading: Set<String> = ["ListDevices", "ExportDevice", "GetServiceCodes"]

    @Test func whatIsForEverybodyIsWhatWasAgreed() {
        let open = Self.interfaces.flatMap(\.methods).filter { $0.action == nil }
        #expect(Set(open.map(\.name)) == Self.reading)
        #expect(open.allSatisfy { $0.arguments.isEmpty })
    }

    @Test(arguments: interfaces) func whatChangesSomethingRequiresAnActionThatExists(interface: InterfaceDeclaration) {
        for method in interface.methods where !Self.reading.contains(method.name) {
            #expect(method.action.flatMap(Action.init) != nil, "\(method.name) requires no action of ours")
        }
        for property in interface.properties {
            guard case .readWrite(let action) = property.access else { continue }
            #expect(action.flatMap(Action.init) != nil, "setting \(property.name) requires no action of ours")
        }
    }

    @Test(arguments: interfaces) func eachErrorIsOneOfOursAndSaidOnce(interface: InterfaceDeclaration) {
        for method in interface.methods {
            let names = method.errors.map { ErrorName(BusError(name: $0, message: "")) }
            #expect(!names.contains(nil) && Set(names).count == names.count, "\(method.name)")
        }
    }

    @Test func whatEndsWithItsCallerIsWhatWasAgreed() {
        let bound = Self.interfaces.flatMap(\.methods).filter(\.isBoundToCaller).map(\.name)
        #expect(Set(bound) == ["Scan", "Inhibit", "SetSignalInterval", "Initiate", "Respond"])
    }

    @Test func whatHasNoObjectIsDeclaredAllTheSame() {
        #expect(Contract.withoutObjects.isSubset(of: Self.interfaces.map(\.name)))
    }

    @Test func typesAreThoseOfTheDesign() {
        let types = Dictionary(
            Self.interfaces.flatMap(\.properties).map { ($0.interface + "." + $0.name, $0.signature.text) }
        ) { $1 }
        #expect(types["org.ztemodem1.Modem.Ports"] == "a(ss)")
        #expect(types["org.ztemodem1.Modem.Drivers"] == "as")
        #expect(types["org.ztemodem1.Sim.PinRetries"] == "i")
        #expect(types["org.ztemodem1.Network.SignalDbm"] == "d")
        #expect(types["org.ztemodem1.Connection.LastError"] == "(ss)")
        #expect(types["org.ztemodem1.Connection.Since"] == "t")
        let connect = ModemInterface.connect.description
        #expect(connect.inputSignature == "a{sv}" && connect.outputSignature == "a{sv}")
        #expect(ModemInterface.stateChanged.description.arguments.map(\.signature.text) == ["s", "s", "s"])
    }

    @Test(arguments: ErrorName.allCases) func eachErrorHasAnAdviceAndComesBack(name: ErrorName) {
        // What it means, and what to do.
        #expect(name.doc.split(separator: ". ").count >= 2, "\(name) gives no advice")
        #expect(name.doc.hasSuffix("."))
        #expect(name.name == "org.ztemodem1.Error." + name.rawValue)
        #expect(ErrorName(name("what happened")) == name)
    }

    @Test func errorsOfOthersAreNotOurs() {
        #expect(ErrorName(.failed("x")) == nil)
        #expect(ErrorName(BusError(name: "org.ztemodem1.Error.Invented", message: "")) == nil)
    }

    @Test(arguments: ConnectSetting.allCases) func eachSettingIsDocumented(setting: ConnectSetting) {
        #expect(setting.signature.isSingle)
        #expect(setting.doc.hasSuffix("."))
    }
}

struct ObjectPathsTests {
    @Test(arguments: [
        ("1-1", "usb1_1"), ("1-1.2", "usb1_1_2"), ("12-3.4.10", "usb12_3_4_10"),
    ])
    func aPhysicalPortNamesAnObject(port: String, name: String) {
        #expect(ObjectPaths.modem(physicalPort: port)?.text == "/org/ztemodem1/modem/" + name)
    }

    @Test(arguments: [
        "", "1", "1-", "-1", "usb1", "1-1.", "1-1..2", "1-1:1.0", "1-1/2", "1-1-1", "1_1", "1-٣", "../1-1",
        String(repeating: "1", count: 31) + "-1",
    ])
    func anythingElseDoesNot(port: String) { #expect(ObjectPaths.modem(physicalPort: port) == nil) }
}
