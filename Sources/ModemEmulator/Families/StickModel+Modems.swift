/// Sticks that are modems. Sources: usb_modeswitch-data 20191128 for ids and messages, ModemManager 1.20.4,
/// 77-mm-zte-port-types.rules, for the ports of data (primary) and commands (secondary), Linux 6.1, option.c and qmi_wwan.c,
/// for interfaces that are a network card's.
extension StickModel {
    /// 19d2:2000, then 19d2:0001: AT and data, diagnostics, AT. Strings and answers as in ModemManager's
    /// test-modem-helpers.c.
    static let mf622 = StickModel(
        manufacturer: "ZTE, Incorporated", name: "ZTE CDMA Technologies MSM", disc: .disc(0x2000),
        turned: Appearance(
            product: 0x0001,
            layout: [
                .usual(0, .port(.data), first: 2, interrupt: 1), .usual(1, .port(.diagnostics), first: 3),
                .usual(2, .port(.at), first: 4),
            ]),
        discName: "USB Storage FW",
        identity: ("ZTE INCORPORATED", "MF622", "3UKP671M3V1.0.0B08 3UKP671M3V1.0.0B08 1  [Jan 07 2008 16:00:00]"))

    /// 19d2:2000, then 19d2:0031: diagnostics, AT, card reader, AT and data. Firmware with a fifth interface exists; the kernel
    /// keeps its hands off that one. Every stick has the same serial number, which is why it identifies none.
    static let mf626 = StickModel(
        manufacturer: "ZTE, Incorporated", name: "ZTE CDMA Technologies MSM",
        disc: .disc(0x2000, serialNumber: "1234567890ABCDEF"),
        turned: Appearance(
            product: 0x0031, serialNumber: "1234567890ABCDEF",
            layout: [
                .usual(0, .port(.diagnostics)), .usual(1, .port(.at)), .usual(2, .storage),
                .usual(3, .port(.data), interrupt: 5),
            ]),
        discName: "USB Storage FW", identity: ("ZTE CORPORATION", "MF626", "MF626V1.0.0B06"), quirks: .talkative)

    /// MF636DB: 19d2:0033 before and after. Whoever goes by the id alone takes the CD-ROM for the modem.
    static let mf636 = StickModel(
        disc: .disc(0x0033),
        turned: Appearance(
            product: 0x0033,
            layout: [
                .usual(0, .port(.diagnostics)), .usual(1, .port(.at)), .usual(2, .storage),
                .usual(3, .port(.diagnostics)), .usual(4, .port(.data), interrupt: 6),
            ]),
        identity: ("ZTE CORPORATION", "MF636DB", "BD_MF636DBV1.0.0B02"), quirks: .talkative)

    /// A card for the inside of a computer: 19d2:0003 before and after. Data comes first, as on the MF622, commands second.
    static let mu351 = StickModel(
        disc: .disc(0x0003),
        turned: Appearance(
            product: 0x0003,
            layout: [
                .usual(0, .port(.data), first: 2, interrupt: 1), .usual(1, .port(.at), first: 3),
                .usual(2, .port(.diagnostics), first: 4),
            ]),
        identity: ("ZTE CORPORATION", "MU351", "BD_MU351V1.0.0B01"),
        quirks: .talkative.with { $0.floodsUntilStorageIsRead = false })

    /// 19d2:0154, then 19d2:0017, with a network card in 03 that option leaves alone. A serial number of this form and the
    /// device release f0.02 were seen on an MF190 with 2000 (tiborsimko.org, usb-3g-modem) and its relatives.
    static let mf190 = StickModel(
        disc: .disc(0x0154, serialNumber: "MF1900TMOD010000"),
        turned: Appearance(
            product: 0x0017, release: 0xF002, serialNumber: "MF1900TMOD010000",
            layout: [
                .usual(0, .port(.diagnostics)), .usual(1, .port(.at)), .usual(2, .port(.data), interrupt: 6),
                .usual(3, .qmi, interrupt: 7), .usual(4, .storage),
            ]),
        identity: ("ZTE CORPORATION", "MF190", "BD_MF190V1.0.0B03"), quirks: .talkative)

    /// 19d2:1514, then 19d2:1515, which only its message turns. The kernel has no entry for the id; it takes the ports by their
    /// class (option.c, the entries for the whole vendor).
    static let mf192 = StickModel(
        disc: .disc(0x1514),
        turned: Appearance(
            product: 0x1515, release: 0xF002,
            layout: [
                .usual(0, .port(.data), interrupt: 5).of(0x02, 0x01), .usual(1, .port(.diagnostics)).of(0x02, 0x05),
                .usual(2, .port(.at)).of(0x02, 0x01), .usual(3, .storage),
            ]),
        message: .long, trigger: .message, identity: ("ZTE CORPORATION", "MF192", "BD_MF192V1.0.0B01"),
        quirks: .talkative)

    /// Vodafone's: 19d2:1007, then 19d2:1008, with a network card in 04. Diagnostics send zeros without end, which is how such
    /// a port is told from one for commands (ModemManager, mm-port-probe.c, lines 1063-1076).
    static let k3570z = StickModel(
        disc: .disc(0x1007),
        turned: Appearance(
            product: 0x1008,
            layout: [
                .usual(0, .port(.diagnostics)), .usual(1, .port(.at)), .usual(2, .storage),
                .usual(3, .port(.data), interrupt: 6), .usual(4, .qmi, interrupt: 7),
            ]),
        identity: ("ZTE CORPORATION", "K3570-Z", "BD_K3570-ZV1.0.0B01"),
        quirks: .talkative.with {
            $0.floodsUntilStorageIsRead = false
            $0.sendsZeros = true
        })
}

extension StickState.Quirks {
    /// Later firmware than the MF622's: ATZ and ATI do something, and +CREG is without quotes.
    static let talkative = StickState.Quirks().with {
        $0.unquotedLocation = true
        $0.refusesReset = false
        $0.silentInformation = false
    }

    func with(_ change: (inout Self) -> Void) -> Self {
        var quirks = self
        change(&quirks)
        return quirks
    }
}
