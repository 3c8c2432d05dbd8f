import DBus
import Testing

@testable import ModemCore
@testable import ModemManagerFacade

/// Where a stick is, in the words of ModemManager's format.
struct FacadeLocationTests {
    private var inItsCell: NetworkStatus {
        var network = NetworkStatus()
        (network.registration, network.operatorCode) = (.home, "26201")
        (network.locationAreaCode, network.cellID) = (0x1a2b, 0xabcdef)
        return network
    }

    @Test func aCellIsFiveFieldsInUpperCaseWithoutLeadingZeros() {
        var network = inItsCell
        #expect(network.facadeCell == "262,01,1A2B,ABCDEF,0")
        (network.operatorCode, network.locationAreaCode) = ("310260", 0xc)
        #expect(network.facadeCell == "310,260,C,ABCDEF,0")
    }

    @Test func anAreaOfLTEIsInTheLastField() {
        var network = inItsCell
        network.accessTechnology = "lte"
        #expect(network.facadeCell == "262,01,0,ABCDEF,1A2B")
        (network.accessTechnology, network.locationAreaCode) = ("", 0x1a2b3c)
        #expect(network.facadeCell == "262,01,0,ABCDEF,1A2B3C")
    }

    @Test(
        arguments: [
            { $0.registration = .searching }, { $0.operatorCode = "" }, { $0.locationAreaCode = nil },
            { $0.cellID = nil },
        ] as [@Sendable (inout NetworkStatus) -> Void])
    func withoutOneOfThemThereIsNone(_ change: @Sendable (inout NetworkStatus) -> Void) {
        var network = inItsCell
        change(&network)
        #expect(network.facadeCell == nil)
        #expect(FacadeLocation().entries(network) == [:])
    }

    @Test func itIsInThePropertyOnlyWhereThatIsWanted() {
        let cell: [UInt32: Value] = [1: .string("262,01,1A2B,ABCDEF,0")]
        #expect(FacadeLocation().values(inItsCell)[LocationFace.location] == [:])
        #expect(FacadeLocation().entries(inItsCell) == cell)
        let signalled = FacadeLocation(sources: 1, isSignalled: true)
        #expect(signalled?.values(inItsCell)[LocationFace.location] == cell)
        let nothing = FacadeLocation(sources: 0, isSignalled: true)
        #expect(nothing?.values(inItsCell)[LocationFace.location] == [:])
        #expect(nothing?.entries(inItsCell) == [:])
    }

    @Test(arguments: [2, 3, 4, 64, .max] as [UInt32]) func aSourceThereIsNoneOfIsRefused(_ sources: UInt32) {
        #expect(FacadeLocation(sources: sources, isSignalled: false) == nil)
    }
}
