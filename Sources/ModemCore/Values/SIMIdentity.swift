/// What identifies a subscriber. Given to who may ask for it, and to nobody else: never shown, logged or printed.
package struct SIMIdentity: Equatable, Sendable, CustomStringConvertible {
    /// 18 to 20 digits (ITU-T E.118); a few operators have letters A to F in it. Nil: not known.
    package var iccid: String?
    /// 6 to 15 digits (3GPP TS 23.003, 2.2). Nil: not known.
    package var imsi: String?
    /// As they are stored in the SIM, which often holds none.
    package var numbers: [PhoneNumber]

    package init(iccid: String? = nil, imsi: String? = nil, numbers: [PhoneNumber] = []) {
        self.iccid = iccid
        self.imsi = imsi
        self.numbers = numbers
    }

    package var description: String { "••••" }
}
