import Testing

@testable import UdevMonitor

/// What sysfs says is checked before it names anything.
@Suite struct SysfsTextTests {
    @Test(arguments: ["1-1", "1-1.2", "10-1.2.3.4", "3-12"])
    func aPort(name: String) { #expect(SysfsText.port(name) == name) }

    @Test(arguments: ["", "usb1", "1-", "-1", "1-1.", "1-1..2", "1-1:1.0", "../../etc", "1-1/2", "1-0x1", "123456-1"])
    func noPort(name: String) { #expect(SysfsText.port(name) == nil) }

    @Test func theActiveConfigurationIsThatOfAnInterface() {
        #expect(SysfsText.configuration("1-1.2:1.0", port: "1-1.2") == 1)
        #expect(SysfsText.configuration("1-1:12.31", port: "1-1") == 12)
        for name in ["1-1", "1-1:", "1-1:1", "1-1.2:1.0", "1-1:1.0.0", "1-1:x.0", "1-1:999.0", "ep_00"] {
            #expect(SysfsText.configuration(name, port: "1-1") == nil, "\(name)")
        }
    }

    @Test(arguments: ["ttyUSB0", "ttyUSB17", "ttyACM3"])
    func aTTY(name: String) { #expect(SysfsText.ttyName(name) == name) }

    @Test(arguments: ["", "tty0", "ttyUSB", "ttyS0", "ttyUSB../x", "ttyUSB1x", "ttyUSB-1"])
    func noTTY(name: String) { #expect(SysfsText.ttyName(name) == nil) }

    @Test func aNodeHasThreeDigits() {
        #expect(SysfsText.usbNode(bus: 1, device: 4) == "/dev/bus/usb/001/004")
        #expect(SysfsText.usbNode(bus: 12, device: 127) == "/dev/bus/usb/012/127")
    }

    @Test(
        arguments: [
            (nil, ""), ("ZTE WCDMA Technologies MSM", "ZTE WCDMA Technologies MSM"), ("a\u{1b}[31m\u{7}b\n", "a[31mb"),
            ("\u{9b}x\u{202e}y\u{2066}z", "xyz"),
            (String(repeating: "é", count: 100), String(repeating: "é", count: 64)),
        ] as [(String?, String)])
    func labelsAreBoundedAndPrintable(text: String?, label: String) { #expect(SysfsText.label(text) == label) }
}
