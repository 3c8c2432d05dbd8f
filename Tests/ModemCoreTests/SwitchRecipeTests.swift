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

    @Test(arguments: ["", "rain dance", "EJECT"]) func aNameThatIsNoneChangesNothing(name: String) {
        #expect(order([.eject(message: nil)], remembered: name) == order([.eject(message: nil)]))
    }
}
