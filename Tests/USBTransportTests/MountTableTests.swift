import Testing

@testable import USBTransport

/// Which file systems are a stick's.
struct MountTableTests {
    private static let table = MountTable(
        parsing: """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            26 22 0:21 / /run rw shared:2 - tmpfs tmpfs rw
            90 26 11:0 / /run/media/me/ZTE\\040MF622 ro,nosuid shared:3 - iso9660 /dev/sr0 ro
            91 22 11:1 / /mnt ro - udf /dev/sr1 ro
            92 22 11:0 /docs /srv/docs ro - iso9660 /dev/sr0 ro
            nonsense

            """)

    @Test func theyAreFoundByTheNumbersOfTheirDevices() {
        #expect(Self.table.places(of: ["11:0", "8:1"]) == ["/run/media/me/ZTE MF622", "/srv/docs"])
        #expect(Self.table.places(of: []) == [])
        #expect(Self.table.entries.count == 5)
    }

    @Test(arguments: [("/a\\", "/a\\"), ("/a\\0", "/a\\0"), ("/a\\134b", "/a\\b"), ("/\\999", "/\\999")])
    func whatIsNotEscapedStaysAsItIs(field: String, place: String) {
        #expect(MountTable(parsing: "1 2 3:4 / \(field) rw - x y z").entries.first?.place == place)
    }

    @Test func theTableOfThisProcessHasARoot() {
        #expect(MountTable.current().entries.contains { $0.place == "/" })
    }

    @Test(arguments: [
        ("../../devices/pci0/usb1/1-1.2/1-1.2:1.0/host2/target2:0:0/2:0:0:0/block/sr0", true),
        ("../../devices/pci0/usb1/1-1.2/1-1.2:1.0/host2/target2:0:0/2:0:0:0/block/sda/sda1", true),
        ("../../devices/pci0/usb1/1-1.20/1-1.20:1.0/host3/block/sr1", false),
        ("../../devices/virtual/block/loop0", false),
        ("", false),
    ])
    func aDiscBelongsToTheDeviceItIsBelow(link: String, isOurs: Bool) {
        #expect(BlockDevices.belongs(link, to: "/sys/devices/pci0/usb1/1-1.2") == isOurs)
    }

    @Test func nothingIsBelowWhatIsNotThere() {
        #expect(BlockDevices.numbers(below: "/sys/devices/nonexistent").isEmpty)
        #expect(SystemFile.text("/nonexistent") == nil)
        #expect(SystemFile.write("0", to: "/nonexistent/authorized") != 0)
    }
}
