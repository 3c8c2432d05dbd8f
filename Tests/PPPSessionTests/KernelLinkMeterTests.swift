import PPPSession
import Testing

struct KernelLinkMeterTests {
    @Test func anInterfaceThatIsNotThereHasNoCounters() async {
        await #expect(KernelLinkMeter().count(on: "ppp4242") == nil)
    }

    @Test func everyMachineHasALoopback() async {
        await #expect(KernelLinkMeter().count(on: "lo") != nil)
    }
}
