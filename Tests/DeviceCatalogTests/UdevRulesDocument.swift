import DeviceCatalog

/// The udev rules, printed from the device data: `make rules` writes them, a test compares.
struct UdevRulesDocument {
    static let ownershipPath = "udev/60-zte-modem.rules"
    static let takeoverPath = "udev/61-zte-modem-takeover.rules"

    let catalog: DeviceCatalog

    private static let event = #"ACTION=="add|bind|change""#
    private static let device = event + #", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="19d2""#
    private static let port = #"SUBSYSTEMS=="usb", KERNELS=="[0-9]*-[0-9]*", ATTRS{idVendor}=="19d2""#
    /// So that a line can be read.
    private static let idsPerRule = 20

    // MARK: 60

    var ownership: String {
        """
        # ZTE sticks: who may open them, and names that stay. Made from data/devices by "make rules".
        #
        # Each rule matches ZTE ids by itself; there are no jumps. Names are made of the kernel's own name of the port (%b, such
        # as 1-1.2), never of what a stick says of itself.

        # The fake CD-ROMs: the service speaks to them below the kernel's SCSI layer. udevd looks the group up when it loads this
        # file: the user and group zte-modem (sysusers.d) have to exist by then.
        \(discs.map { Self.device + ", \($0), GROUP=\"zte-modem\", MODE=\"0660\"" }.joined(separator: "\n"))

        # What is mass storage and nothing else, and not in these data: an administrator's file may say that it is a fake CD-ROM.
        \(Self.device), ENV{ID_USB_INTERFACES}==":0806??:", GROUP="zte-modem"

        # The modems: the way back to a CD-ROM is a reset of the device.
        \(modems.map { Self.device + ", \($0), GROUP=\"zte-modem\", MODE=\"0660\"" }.joined(separator: "\n"))

        # The ports of every ZTE modem.
        \(Self.event), SUBSYSTEM=="tty", KERNEL=="ttyUSB[0-9]*|ttyACM[0-9]*", \(Self.port), GROUP="dialout", MODE="0660"

        # /dev/zte/<port>/data, at, diag. First the number of the interface, from the interface; then its role, from the device.
        \(Self.event), SUBSYSTEM=="tty", KERNEL=="ttyUSB[0-9]*", SUBSYSTEMS=="usb", ATTRS{modalias}=="usb:v19D2p*", \
        ATTRS{bInterfaceNumber}=="[0-9a-f][0-9a-f]", ENV{.ZTE_INTERFACE}="$attr{bInterfaceNumber}"
        \(links.joined(separator: "\n"))

        """
    }

    /// One rule per interface, role and some twenty ids.
    private var links: [String] {
        var ids: [Link: [USBID]] = [:]
        for (usbID, map) in catalog.portMaps {
            for (number, role) in map.roles { ids[Link(number: number, role: role), default: []].append(usbID) }
        }
        return ids.sorted { $0.key < $1.key }.flatMap { link, ids in
            ["", "# Interface \(link.number): \(link.role.rawValue)"]
                + Self.alternatives(ids).map {
                    "\(Self.event), SUBSYSTEM==\"tty\", ENV{.ZTE_INTERFACE}==\"\(Self.hex(link.number))\", \(Self.port), "
                        + "ATTRS{idProduct}==\"\($0)\", SYMLINK+=\"zte/%b/\(link.role.rawValue)\""
                }
        }
    }

    private struct Link: Hashable, Comparable {
        let number: UInt8
        let role: PortRole

        static func < (one: Link, other: Link) -> Bool {
            (one.number, one.role.rawValue) < (other.number, other.role.rawValue)
        }
    }

    // MARK: 61

    var takeover: String {
        """
        # Keeps usb_modeswitch and ModemManager off the sticks that zte-modemd looks after. To give them back, mask this file:
        #   ln -s /dev/null /etc/udev/rules.d/61-zte-modem-takeover.rules
        #
        # Made from data/devices by "make rules". Only what the service switches, drives, or finds the ports of by asking: every
        # other ZTE stick, and a network card that the service has switched, stays with whoever drives it. Each rule matches by
        # itself; there are no jumps.

        # ModemManager from 1.12 on leaves all ports of a device with this property alone, whatever its filter policy. On every
        # event but the last: udev forgets what an event does not set again. Only with interfaces of the vendor's own class:
        # with others the service does not drive it.
        \(Self.alternatives(asked)
            .map { Self.ignored(#"ATTR{idProduct}=="\#($0)", ENV{ID_USB_INTERFACES}=="*:ff*""#) }
            .joined(separator: "\n"))

        # Some numbers of CD-ROMs are those of other modems too: those have interfaces of the vendor's own class.
        \(discs(where: { catalog.portMaps[$0] == nil }).map { Self.ignored("\($0), \(Self.isDisc)") }
            .joined(separator: "\n"))

        # usb_modeswitch adds itself to RUN in 40-usb_modeswitch.rules. An assignment empties that list, builtins and programs
        # alike; what 80-drivers.rules adds comes later and stays. In its place, the driver that the modem will need is loaded
        # while the stick still is a CD-ROM. On every event but the last, because its rule runs on all of them.
        \(discs.map { Self.device + ", \($0), \(Self.isDisc), RUN{builtin}=\"kmod load option\"" }.joined(separator: "\n"))

        """
    }

    /// Those whose ports the service writes to.
    private var asked: [USBID] {
        let unmapped = catalog.foreignSticks.values.filter { !$0.isNetworkCard && !$0.quirks.contains(.notOf3GPP) }
        return Array(Set(catalog.portMaps.keys).union(unmapped.map(\.usbID)))
    }

    private static let isDisc = #"ENV{ID_USB_INTERFACES}!="*:ff*""#

    private static func ignored(_ match: String) -> String { device + ", \(match), ENV{ID_MM_DEVICE_IGNORE}=\"1\"" }

    // MARK: Matches

    private var modems: [String] {
        Self.alternatives(Array(catalog.portMaps.keys)).map { #"ATTR{idProduct}=="\#($0)""# }
    }

    private var discs: [String] { discs { _ in true } }

    /// What matches the fake CD-ROMs: those that are told by their number together, the others one by one.
    private func discs(where isWanted: (USBID) -> Bool) -> [String] {
        let recipes = catalog.recipes.values.filter { isWanted($0.usbID) }
        let named = recipes.filter { $0.product != nil }.sorted { $0.usbID.product < $1.usbID.product }
        return Self.alternatives(recipes.filter { $0.product == nil }.map(\.usbID)).map {
            #"ATTR{idProduct}=="\#($0)""#
        }
            + named.map { recipe in
                "ATTR{idProduct}==\"\(Self.product(recipe.usbID))\", ATTR{product}==\"*\(recipe.product ?? "")*\""
            }
    }

    /// `0001|0002|…`, in as many pieces as it takes.
    private static func alternatives(_ ids: [USBID]) -> [String] {
        let products = ids.map(product).sorted()
        return stride(from: 0, to: products.count, by: idsPerRule).map { start in
            products[start..<min(start + idsPerRule, products.count)].joined(separator: "|")
        }
    }

    private static func product(_ usbID: USBID) -> String { String(usbID.description.dropFirst(5)) }

    private static func hex(_ number: UInt8) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
}
