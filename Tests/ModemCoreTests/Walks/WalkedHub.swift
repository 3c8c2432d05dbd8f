import DeviceCatalog
import ModemCore
import TestSupport

@testable import ModemCore

/// Several physical ports, with what the pipeline decides about them and a stick in each: what the bus says comes twice, late,
/// never, or of something else. The device data is what is shipped.
struct WalkedHub: Walkable {
    enum Step: Equatable, Sendable {
        // From the bus, at a port. A new device number each time: it is a new presence.
        case plug(Int, Newcomer)
        case repeatPlug(Int)
        case unplug(Int)
        /// The removal of the presence before this one.
        case lateUnplug(Int)
        case port(Int, UInt8)
        case portGone(Int, UInt8)
        /// Of the stick at a port, and of one that was there and is still letting go of what it had.
        case stick(Int, WalkedModem.Step)
        case formerStick(Int, WalkedModem.Step)
        case pass(Duration)
        /// The service ends.
        case end
    }

    static let catalog: DeviceCatalog = {
        let here = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return DeviceCatalog.load(["/\(here)/data/devices"]).catalog
    }()

    static let count = 3
    static var restLimit: Int { 100 * count }

    var machine = HotplugPipeline.StateMachine(catalog: catalog)
    var places = (0..<count).map { WalkedPlace(index: $0) }
    var now: Duration = .zero
    var number: UInt16 = 0
    var hasEnded = false

    var isOver: Bool { hasEnded && places.allSatisfy { $0.former.isEmpty } }
    var outstanding: [Step] { steps(\.outstanding) }
    var endings: [Step] { steps(\.endings) }

    private func steps(_ kind: (WalkedModem) -> [WalkedModem.Step]) -> [Step] {
        places.indices.flatMap { index in
            let place = places[index]
            return (place.stick.map(kind) ?? []).map { Step.stick(index, $0) }
                + (place.former.first.map(kind) ?? []).map { Step.formerStick(index, $0) }
        }
    }
}

// Where lives begin, and what comes from outside.
extension WalkedHub {
    static let beginnings: [[Step]] = {
        let discs = (0..<count).map { Step.plug($0, .disc) }
        let fallen = switched(0) + [.unplug(0)]
        return [
            [], discs, registered(0) + [.plug(1, .disc)], discs + registered(2),
            registered(0) + registered(1) + [.stick(1, .ask(.connect)), .stick(1, .callComesUp)],
            fallen, fallen + fallen, fallen + fallen + fallen,
            registered(1) + [.stick(1, .ask(.reset(.modem))), .stick(1, .functionEnds(isDone: true)), .unplug(1)],
        ]
    }()

    private static func switched(_ index: Int) -> [Step] {
        [.plug(index, .disc), .stick(index, .switchStepEnds(nil)), .unplug(index), .plug(index, .modem)]
    }

    private static func registered(_ index: Int) -> [Step] {
        switched(index) + [
            .port(index, 0), .port(index, 2), .stick(index, .probeEnds(nil)), .stick(index, .initialiseEnds(nil)),
            .stick(index, .registration(.home)),
        ]
    }

    static let inputs: [Step] =
        (0..<count).flatMap(inputs) + [.pass(.seconds(5)), .pass(.seconds(60)), .pass(.seconds(300)), .end]

    private static func inputs(at index: Int) -> [Step] {
        let newcomers = Newcomer.allCases + [.disc, .disc, .modem, .modem]
        let ports: [UInt8] = [0, 1, 2, 3, 4, 0, 2]
        return newcomers.map { .plug(index, $0) } + ports.map { .port(index, $0) } + ports.map { .portGone(index, $0) }
            + [.repeatPlug(index), .unplug(index), .unplug(index), .unplug(index), .lateUnplug(index)]
            + questions.map { .stick(index, $0) }
    }

    private static let questions: [WalkedModem.Step] = [
        .ask(.switch), .ask(.connect), .ask(.connectWithPIN), .ask(.disconnect), .sendPIN, .ask(.enable(false)),
        .ask(.enable(true)), .ask(.reset(.radio)), .ask(.reset(.modem)), .ask(.reset(.modem)),
        .ask(.inhibit(WalkedModem.borrower)), .ask(.release(WalkedModem.borrower)),
        .holderLeaves(WalkedModem.borrower),
    ]
}
