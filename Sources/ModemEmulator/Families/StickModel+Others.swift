/// Sticks that are no modems, or none that anybody can drive with what is known. Sources as for the modems, where no other is
/// given.
extension StickModel {
    /// 19d2:0166, then 19d2:0167, which only its message turns. LTE, whose data is the network card's in 04; the ports beside it
    /// take commands.
    static let mf820 = StickModel(
        disc: .disc(0x0166),
        turned: Appearance(
            product: 0x0167,
            layout: [
                .usual(0, .port(.diagnostics)), .usual(1, .port(.at)), .usual(2, .port(.diagnostics)),
                .usual(3, .port(.data)), .usual(4, .qmi, interrupt: 6),
            ]),
        message: .shortPassThrough, trigger: .message, identity: ("ZTE CORPORATION", "MF820D", "BD_MF820DV1.0.0B01"),
        quirks: .talkative)

    /// 19d2:1225, then 19d2:1405: a router whose only way out is a network card of the standard, and a card reader. Descriptors
    /// as in draisberghof.de, bb/viewtopic.php?t=2060 (class 2, release f0.d4, three interfaces, 103 bytes).
    static let mf823 = StickModel(
        disc: .disc(0x1225, release: 0xF0D4, serialNumber: "MF8230ZTED000000"),
        turned: Appearance(
            product: 0x1405, release: 0xF0D4, deviceClass: 0x02, serialNumber: "MF8230ZTED000000",
            layout: [.usual(0, .ethernet, first: 2, interrupt: 1), .usual(2, .storage, first: 3)]),
        identity: ("ZTE CORPORATION", "MF823", "BD_MF823V1.0.0B01"), quirks: .talkative)

    /// 19d2:1421, then 19d2:1428, which only its message turns; the network card is in 02.
    static let mf833v = StickModel(
        disc: .disc(0x1421),
        turned: Appearance(
            product: 0x1428, release: 0xF002,
            layout: [.usual(0, .port(.at)), .usual(1, .port(.diagnostics)), .usual(2, .qmi, interrupt: 4)]),
        trigger: .message, identity: ("ZTE CORPORATION", "MF833V", "BD_MF833VV1.0.0B01"), quirks: .talkative)

    /// A mobile hotspot: 19d2:2004, then 19d2:1402, whose network card in 02 does not work, and of whose ports nobody has said
    /// what they are for. A serial number of such a kind, with more in it than letters, is in draisberghof.de,
    /// bb/viewtopic.php?t=2645.
    static let mf60 = StickModel(
        disc: .disc(0x2004, release: 0xF12B, serialNumber: "MF60C0ZTED000000CP000001_00000A1B&&&&&&&&&&&&&&&&0"),
        turned: Appearance(
            product: 0x1402, release: 0xF12B,
            layout: [
                .usual(0, .port(.diagnostics)), .usual(1, .port(.at)), .usual(2, .qmi, interrupt: 5),
                .usual(3, .storage),
            ]),
        identity: ("ZTE CORPORATION", "MF60", "BD_MF60V1.0.0B01"), quirks: .talkative)

    /// CDMA: 19d2:fff5, then 19d2:fff1, after a message that 192 bytes answer. USB 1.1 with six interfaces, and a CD-ROM with
    /// endpoints 89 and 0a (usb-devices and usb_modeswitch in citycellmodemtroubleshoot.blogspot.com, 2010-12, and
    /// draisberghof.de, bb/viewtopic.php?t=348).
    static let ac2726 = StickModel(
        speed: .full, manufacturer: "ZTE, Incorporated", name: "ZTE CDMA Tech",
        disc: .disc(
            0xFFF5, layout: InterfaceLayout(number: 0, function: .storage, input: 0x89, output: 0x0A)),
        turned: Appearance(
            product: 0xFFF1,
            layout: [
                .usual(0, .port(.data), first: 2, interrupt: 1), .usual(1, .port(.diagnostics), first: 3),
                .usual(2, .port(.at), first: 4), .usual(3, .port(.diagnostics), first: 5),
                .usual(4, .port(.diagnostics), first: 6), .usual(5, .storage, first: 7),
            ]),
        discName: "USB Storage FFF1", message: .cdma, trigger: .message,
        identity: ("ZTE INCORPORATED", "AC2726", "P726B02V1.0.0B01"), quirks: .cdma)

    /// CDMA: 19d2:ffe6, then 19d2:ffe5, after a message to its card slot. The kernel has no driver for its ports.
    static let a605 = StickModel(
        manufacturer: "ZTE, Incorporated", name: "ZTE CDMA Tech", disc: .disc(0xFFE6),
        turned: Appearance(
            product: 0xFFE5,
            layout: [
                .usual(0, .port(.data), first: 2, interrupt: 1), .usual(1, .port(.diagnostics), first: 3),
                .usual(2, .port(.at), first: 4),
            ]),
        message: .toSlot, trigger: .message, identity: ("ZTE INCORPORATED", "A605", "P605V1.0.0B01"), quirks: .cdma)

    private typealias InterfaceLayout = StickFamily.InterfaceLayout
}

extension StickState.Quirks {
    /// What 3GPP TS 27.007 asks for and a CDMA stick does not know: no card, no operators, no contexts.
    static let cdma = talkative.with {
        $0.floodsUntilStorageIsRead = false
        $0.unknownCommands = [
            "+CPIN", "+CIMI", "+CCID", "+ZPINPUK", "+COPS", "+CGDCONT", "+CGATT", "+CGREG", "+CREG", "+CPMS",
        ]
    }
}
