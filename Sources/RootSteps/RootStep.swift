package import DeviceCatalog
package import ModemCore
internal import PPPSession

/// What takes root and is no call: all that the service, which is not root, may have done for it.
///
/// A step is written in the name of the unit that does it, `zte-step@link:356938035643809:ttyUSB2:ttyUSB0.service`: ids of
/// sticks, names of ttys and IMEIs, and nothing else. Never a path, an option or a text.
package enum RootStep: Equatable, Sendable {
    /// The driver `option` is told an id, and which of its own ids that is like.
    case adopt(USBID, like: USBID)
    /// Who holds these ttys?
    case holders([String])
    /// The links of that IMEI lead to these ttys.
    case link(IMEI, LinkedPorts)
    /// These IMEIs have no links.
    case unlink([IMEI])

    /// More ports no stick has. A unit's name may have 255 bytes.
    package static let portLimit = 12
    package static let linkLimit = 12

    package static func unit(_ step: RootStep) -> String { "zte-step@\(step.text).service" }

    package var text: String {
        switch self {
        case .adopt(let id, let reference): "adopt:\(id):\(reference)"
        case .holders(let nodes): (["holders"] + nodes).joined(separator: ":")
        case .link(let imei, let ports): "link:\(imei.digits):\(ports.at):\(ports.data)"
        case .unlink(let imeis): (["unlink"] + imeis.map(\.digits)).joined(separator: ":")
        }
    }

    /// Takes what ``text`` gives, and nothing else: whoever could have written it is not trusted.
    package init?(_ text: String) {
        let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let verb = words.first, let step = Self.step(verb, Array(words.dropFirst())), step.text == text else {
            return nil
        }
        self = step
    }

    private static func step(_ verb: String, _ words: [String]) -> RootStep? {
        switch (verb, words.count) {
        case ("adopt", 4):
            guard let id = stick(words[0], words[1]), let reference = stick(words[2], words[3]) else { return nil }
            return .adopt(id, like: reference)
        case ("holders", 1...portLimit): return words.allSatisfy(CallUnit.isNode) ? .holders(words) : nil
        case ("link", 3):
            guard let imei = IMEI(words[0]), words[1...].allSatisfy(CallUnit.isNode) else { return nil }
            return .link(imei, LinkedPorts(at: words[1], data: words[2]))
        case ("unlink", 1...linkLimit):
            let imeis = words.compactMap { IMEI($0) }
            return imeis.count == words.count ? .unlink(imeis) : nil
        default: return nil
        }
    }

    /// Of a maker whose sticks these are: another's are none of our business.
    private static func stick(_ vendor: String, _ product: String) -> USBID? {
        USBID(vendor + ":" + product).flatMap { $0.vendor == USBID.zte ? $0 : nil }
    }
}
