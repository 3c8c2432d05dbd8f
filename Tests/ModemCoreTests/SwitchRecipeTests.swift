import DeviceCatalog
import Testing

@testable import ModemCore

struct SwitchRecipeTests {
    private static let message: [UInt8] = Array("USBC".utf8)

    private func order(_ methods: [SwitchMethod], remembered: String? = nil) -> [SwitchMethod] {
        let usbID = USBID(vendor: USBID.zte, product: 0x2000)
        return SwitchRecipe(usbID: usbID, methods: methods, targets: []).ordered(remembered: remembered).methods
    }

    @Test func whatTheCatalogueNamesComesBeforeWhatOftenHelps() {
        #expect(order([.eject(message: nil)]) == [.eject(message: nil), .driverRelease])
        #expect(order([.driverRelease]) == [.driverRelease, .eject(message: nil)])
    }

    @Test func anEjectWithItsMessageIsTheEject() {
        #expect(order([.eject(message: Self.message)]) == [.eject(message: Self.message), .driverRelease])
    }

    @Test func whatWorkedBeforeComesFirst() {
        let methods: [SwitchMethod] = [.eject(message: Self.message), .driverRelease]
        #expect(order(methods, remembered: "driver-release") == [.driverRelease, .eject(message: Self.message)])
        #expect(order(methods, remembered: "eject") == methods)
    }

    @Test func anyMethodCanBeHadAloneButAMessageNobodyKnows() {
        let usbID = USBID(vendor: USBID.zte, product: 0x2000)
        let bare = SwitchRecipe(usbID: usbID, methods: [.eject(message: nil)], targets: [])
        #expect(bare.method(.eject) == .eject(message: nil))
        #expect(bare.method(.driverRelease) == .driverRelease)
        #expect(bare.method(.message) == nil)
        let talkative = SwitchRecipe(usbID: usbID, methods: [.eject(message: Self.message)], targets: [])
        #expect(talkative.method(.eject) == .eject(message: Self.message))
        #expect(talkative.method(.message) == .message(Self.message))
    }

    @Test func leavingItACDROMOutlivesTheOrder() {
        let usbID = USBID(vendor: USBID.zte, product: 0x2000)
        let recipe = SwitchRecipe(usbID: usbID, methods: [.driverRelease], targets: [], isAutomatic: false)
        #expect(!recipe.ordered(remembered: nil).isAutomatic)
    }

    @Test(arguments: ["", "rain dance", "EJECT"]) func aNameThatIsNoneChangesNothing(name: String) {
        #expect(order([.eject(message: nil)], remembered: name) == order([.eject(message: nil)]))
    }
}
