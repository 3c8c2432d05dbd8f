import ArgumentParser
import ModemEmulator

// What --help says of each value.

extension StickFamily: ExpressibleByArgument {
    package static var allValueDescriptions: [String: String] { described(\.summary) }

    private var summary: String {
        switch self {
        case .mf622: "2000, then 0001: data, diagnostics, commands."
        case .mf626: "2000, then 0031: commands in 1, data in 3; all have one serial number."
        case .mf636: "MF636DB: 0033 before and after."
        case .mu351: "0003 before and after."
        case .mf190: "0154, then 0017: commands in 1, data in 2, and a network card in 3."
        case .mf192: "1514, then 1515, by its message alone."
        case .k3570z: "1007, then 1008: diagnostics that send zeros."
        case .mf820: "0166, then 0167, by its message alone: a network card of Qualcomm's kind."
        case .mf823: "1225, then 1405: a network card of the standard (cdc_ether)."
        case .mf833v: "1421, then 1428, by its message alone: a network card of Qualcomm's kind."
        case .mf60: "2004, then 1402: a hotspot whose network card does not work."
        case .ac2726: "CDMA: fff5, then fff1, by its message alone."
        case .a605: "CDMA: ffe6, then ffe5, by a message to LUN 1."
        }
    }
}

extension SwitchTrigger: ExpressibleByArgument {
    package static var allValueDescriptions: [String: String] { described(\.summary) }

    private var summary: String {
        switch self {
        case .eject: "START STOP UNIT with LoEj to LUN 0."
        case .allowThenEject: "The same, after removal was allowed."
        case .ejectLUN1: "The same, to LUN 1."
        case .message: "The message of its family, to the last byte."
        case .ejectMessage: "That, after an eject."
        case .driverRelease: "No SCSI command for some seconds."
        case .never: "Nothing."
        }
    }
}

extension ResetReturn: ExpressibleByArgument {
    package static var allValueDescriptions: [String: String] { described(\.summary) }

    private var summary: String {
        switch self {
        case .storage: "The CD-ROM, unless that is turned off."
        case .modem: "What it was."
        }
    }
}

extension StickFault: ExpressibleByArgument {
    package static var allValueDescriptions: [String: String] { described(\.summary) }

    private var summary: String {
        switch self {
        case .noEndpoints: "Interfaces have no endpoints."
        case .wrongCount: "More interfaces are promised than follow."
        case .wrongClass: "The CD-ROM says it is none, the ports say they are discs."
        case .longStrings: "Strings as long as USB allows."
        case .brokenStrings: "Strings that are no text."
        case .silentStorage: "The CD-ROM never says how a command ended."
        case .lyingStorage: "The CD-ROM answers a command nobody sent."
        case .cloggedStorage: "The CD-ROM takes no commands."
        case .stubborn: "Answers the order to turn as if it obeyed, and stays a CD-ROM."
        case .stalledStatus: "The endpoint stalls before the status of an order."
        case .failedOrders: "Orders fail, it says, and obeys."
        case .phaseErrors: "Orders end in a phase error, it says, and obeys."
        case .failingLUN1: "Orders to LUN 1 stall, and fail."
        case .hung: "Ports answer nothing."
        case .clogged: "Ports take nothing."
        }
    }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
    fileprivate static func described(_ summary: (Self) -> String) -> [String: String] {
        allCases.reduce(into: [:]) { $0[$1.rawValue] = summary($1) }
    }
}
