/// The models there are, written down here on their own so that the daemon's catalogue cannot lend them a mistake.
///
/// Ids, switch messages and ports are facts, with their sources beside them; what no source tells (how many ports answer
/// nothing, the firmware's version) is made up in the way of the others.
package enum StickFamily: String, CaseIterable, Sendable {
    // Modems: commands and calls over serial ports.
    case mf622
    case mf626
    case mf636
    case mu351
    case mf190
    case mf192
    case k3570z = "k3570-z"
    // Network cards.
    case mf820
    case mf823
    case mf833v
    // Of no use to anybody here.
    case mf60
    case ac2726
    case a605

    var model: StickModel {
        switch self {
        case .mf622: .mf622
        case .mf626: .mf626
        case .mf636: .mf636
        case .mu351: .mu351
        case .mf190: .mf190
        case .mf192: .mf192
        case .k3570z: .k3570z
        case .mf820: .mf820
        case .mf823: .mf823
        case .mf833v: .mf833v
        case .mf60: .mf60
        case .ac2726: .ac2726
        case .a605: .a605
        }
    }

    /// As a modem, or what it is instead.
    var modemLayout: [InterfaceLayout] { model.turned.layout }

    var storageDescription: USBDescription { model.description(of: model.disc) }

    var modemDescription: USBDescription { model.description(of: model.turned) }

    package func identity(imei: String) -> StickState.Identity {
        let (manufacturer, model, revision) = model.identity
        return StickState.Identity(manufacturer: manufacturer, model: model, revision: revision, imei: imei)
    }

    package var quirks: StickState.Quirks { model.quirks }

    /// What turns it, unless somebody wants it otherwise.
    package var trigger: SwitchTrigger { model.trigger }

    /// The modem's ports in the order of their interfaces, named after them: `at0`, `diag1`.
    package var portNames: [(name: String, role: ModemPort.Role)] {
        modemLayout.compactMap { layout in
            switch layout.function {
            case .storage, .qmi, .ethernet: nil
            case .port(.diagnostics): ("diag\(layout.number)", .diagnostics)
            case .port(let role): ("at\(layout.number)", role)
            }
        }
    }
}
