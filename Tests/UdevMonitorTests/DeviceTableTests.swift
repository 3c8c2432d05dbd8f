import ModemCore
import Testing
import UdevMonitor

/// What is reported when the same things are seen twice, late, in odd order or not at all.
@Suite struct DeviceTableTests {
    private let serial = [Sticks.serial(0, bulkIn: 0x81, bulkOut: 0x01)]

    @Test func aStickIsReportedOnce() {
        var table = DeviceTable()
        let stick = Sticks.usbDevice()
        #expect(table.deviceSeen("/a", stick) == [.deviceAdded(stick)])
        #expect(table.deviceSeen("/a", stick) == [])
        #expect(table.deviceRemoved("/a", busNumber: 1, deviceNumber: 4) == [.deviceRemoved(stick.identity)])
        #expect(table.deviceRemoved("/a", busNumber: 1, deviceNumber: 4) == [])
    }

    @Test func whatWasReadBeforeItLeftAndIsToldAfterwardsIsNoNews() {
        var table = DeviceTable()
        let (stick, next) = (Sticks.usbDevice(), Sticks.usbDevice(number: 5))
        // The kernel tells of the removal before udevd has told of the stick.
        #expect(table.apply(.deviceGone("/a", busNumber: 1, deviceNumber: 4)) == [])
        #expect(table.apply(.device("/a", stick)) == [])
        #expect(table.apply(.port("/a/tty", Sticks.tty("ttyUSB0", 0), owner: "/a", stick)) == [])
        #expect(table.apply(.device("/a", next)) == [.deviceAdded(next)])
        #expect(table.apply(.deviceGone("/a", busNumber: 1, deviceNumber: 4)) == [])
        #expect(table.knows(device: "/a"))
        // What sysfs has is there: numbers are given again, in the end.
        var scan = DeviceTable.Scan()
        scan.devices["/a"] = stick
        #expect(table.apply(.everything(scan)).contains(.deviceAdded(stick)))
        #expect(table.apply(.device("/a", Sticks.usbDevice(interfaces: serial))).count == 1)
    }

    @Test func interfacesThatComeLaterReportItAgain() {
        var table = DeviceTable()
        let (early, late) = (Sticks.usbDevice(), Sticks.usbDevice(interfaces: serial))
        #expect(table.deviceSeen("/a", early) == [.deviceAdded(early)])
        #expect(table.deviceSeen("/a", late) == [.deviceAdded(late)])
        #expect(table.deviceSeen("/a", late) == [])
    }

    @Test func aRemovalTakesThePortsFirst() {
        var table = DeviceTable()
        let stick = Sticks.usbDevice()
        let (first, second) = (Sticks.tty("ttyUSB1", 1), Sticks.tty("ttyUSB0", 0))
        _ = table.deviceSeen("/a", stick)
        #expect(table.portSeen("/a/1", first, of: "/a") == [.portAdded(first)])
        #expect(table.portSeen("/a/0", second, of: "/a") == [.portAdded(second)])
        #expect(table.portSeen("/a/0", second, of: "/a") == [])
        #expect(
            table.deviceRemoved("/a", busNumber: nil, deviceNumber: nil) == [
                .portRemoved(second), .portRemoved(first), .deviceRemoved(stick.identity),
            ])
        #expect(table.portRemoved("/a/0") == [])
    }

    @Test func aPortOfAnUnknownDeviceIsNotReported() {
        var table = DeviceTable()
        #expect(table.portSeen("/b/0", Sticks.tty("ttyUSB0", 0), of: "/b") == [])
        #expect(table.portRemoved("/b/0") == [])
    }

    @Test func aMissedRemovalIsMadeUpFor() {
        var table = DeviceTable()
        let (storage, modem) = (Sticks.usbDevice(), Sticks.usbDevice(number: 5, product: 1))
        let tty = Sticks.tty("ttyUSB0", 0)
        _ = table.deviceSeen("/a", storage)
        _ = table.portSeen("/a/0", tty, of: "/a")
        #expect(
            table.deviceSeen("/a", modem) == [
                .portRemoved(tty), .deviceRemoved(storage.identity), .deviceAdded(modem),
            ])
    }

    @Test func aLateRemovalDoesNotTakeTheNextDevice() {
        var table = DeviceTable()
        let modem = Sticks.usbDevice(number: 5, product: 1)
        _ = table.deviceSeen("/a", modem)
        #expect(table.deviceRemoved("/a", busNumber: 1, deviceNumber: 4) == [])
        #expect(table.deviceRemoved("/a", busNumber: 2, deviceNumber: 5) == [])
        #expect(table.deviceRemoved("/a", busNumber: 1, deviceNumber: 5) == [.deviceRemoved(modem.identity)])
    }

    @Test func aPortWithAnotherNodeIsAnotherPort() {
        var table = DeviceTable()
        _ = table.deviceSeen("/a", Sticks.usbDevice())
        let (before, after) = (Sticks.tty("ttyUSB0", 0), Sticks.tty("ttyUSB0", 2))
        _ = table.portSeen("/a/0", before, of: "/a")
        #expect(table.portSeen("/a/0", after, of: "/a") == [.portRemoved(before), .portAdded(after)])
    }

    @Test func aScanReportsTheDifference() {
        var table = DeviceTable()
        let (stays, leaves, comes) = (
            Sticks.usbDevice("1-1"), Sticks.usbDevice("1-2"), Sticks.usbDevice("1-3")
        )
        let (oldPort, newPort) = (Sticks.tty("ttyUSB0", 0, port: "1-1"), Sticks.tty("ttyUSB1", 0, port: "1-3"))
        _ = table.deviceSeen("/1", stays)
        _ = table.portSeen("/1/0", oldPort, of: "/1")
        _ = table.deviceSeen("/2", leaves)
        var scan = DeviceTable.Scan()
        scan.devices = ["/1": stays, "/3": comes]
        scan.ports = ["/3/0": (newPort, "/3")]
        #expect(
            table.rescanned(scan) == [
                .portRemoved(oldPort), .deviceRemoved(leaves.identity), .deviceAdded(comes), .portAdded(newPort),
                .settled,
            ])
        #expect(table.rescanned(scan) == [.settled])
    }

    @Test func theFirstScanIsTheColdPlug() {
        var table = DeviceTable()
        let stick = Sticks.usbDevice(interfaces: serial)
        var scan = DeviceTable.Scan()
        scan.devices = ["/a": stick]
        #expect(table.rescanned(scan) == [.deviceAdded(stick), .settled])
        #expect(table.rescanned(DeviceTable.Scan()) == [.deviceRemoved(stick.identity), .settled])
    }

    /// Whatever is seen in whatever order: an addition of a port comes after its device, a removal names what was added,
    /// and after an empty scan nothing is left.
    @Test(arguments: 0..<50)
    func reportsAddUp(seed: Int) {
        var table = DeviceTable()
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        func random(_ limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        var present: Set<USBDevice.Identity> = []
        var ports: Set<TTYPort> = []
        func check(_ events: [DeviceEvent]) {
            for event in events {
                switch event {
                case .deviceAdded(let device): present.insert(device.identity)
                case .deviceRemoved(let identity):
                    #expect(present.remove(identity) != nil)
                    #expect(!ports.contains { $0.physicalPort == identity.physicalPort })
                case .portAdded(let port):
                    #expect(present.contains { $0.physicalPort == port.physicalPort })
                    #expect(ports.insert(port).inserted)
                case .portRemoved(let port): #expect(ports.remove(port) != nil)
                case .settled: break
                }
            }
        }
        for _ in 0..<200 {
            let name = "1-\(random(3))"
            switch random(4) {
            case 0: check(table.deviceSeen(name, Sticks.usbDevice(name, number: UInt16(random(3)))))
            case 1: check(table.deviceRemoved(name, busNumber: 1, deviceNumber: UInt16(random(3))))
            case 2:
                let number = UInt8(random(3))
                let tty = Sticks.tty("ttyUSB\(random(2))", number, port: name)
                check(table.portSeen("\(name)/\(number)", tty, of: name))
            default: check(table.portRemoved("\(name)/\(random(3))"))
            }
        }
        check(table.rescanned(DeviceTable.Scan()))
        #expect(present.isEmpty)
        #expect(ports.isEmpty)
    }
}
