import DeviceCatalog
import TestSupport

@testable import ModemCore

/// The state machine of a stick with everything it started: what `Modem` would be doing, without doing it.
struct WalkedModem: Walkable {
    enum Step: Equatable, Sendable {
        // From the bus. A new device number each time: it is a new presence.
        case plug(Shape)
        case repeatPlug
        case unplug
        /// The removal of the presence before this one comes late.
        case lateUnplug
        case port(Int)
        case portGone(Int)
        /// An earlier run has left a call on that port, which is announced.
        case foundCall(Int)
        // From callers.
        case ask(Question)
        case sendPIN
        case holderLeaves(Holder)
        case shutDown
        case resume
        // From what was started.
        case expire(Modem.StateMachine.Timer)
        case switchStepEnds(StorageError?)
        case returnStepEnds(StorageError?)
        case probeEnds(StateReason?)
        case probeFindsNoPort
        case initialiseEnds(StateReason?)
        case registration(NetworkStatus.Registration)
        case portsLost
        case portsSilent
        case portsAnswer
        case restarted
        case simRemoved
        case simInserted
        case pinEnds(PINOutcome)
        case sentPINEnds(PINOutcome)
        case callComesUp
        /// `isBack`: whether the port answers commands again.
        case callEnds(dialled: Bool, isBack: Bool)
        /// A call that was let go of says so late.
        case releasedCallEnds
        case functionEnds(isDone: Bool)
        case radioStaysOn
        case lent
        case driverAnswers(DriverAnswer)
    }

    enum Shape { case storage, leftStorage, bouncing, modem, foreign, unknown }
    enum Question: Equatable {
        case `switch`, switchBack, switchByMessage, connect, connectWithPIN, connectAtHome, disconnect
        case enable(Bool), reset(ResetKind), inhibit(Holder), release(Holder), suspend
    }
    enum PINOutcome { case accepted, refused, blocked, withheld }

    enum PortWork { case none, probing, initialising, watching, waitingForSIM, enteringPIN, lending }
    static let borrower = Holder(":1.1")
    static let other = Holder(":1.2")

    struct CallWork {
        let hasPort: Bool
        var isUp = false
        var isHangingUp = false
    }

    static let beginnings: [[Step]] = {
        let probed: [Step] = [.plug(.modem), .port(0), .port(2), .probeEnds(nil)]
        let registered = probed + [.initialiseEnds(nil), .registration(.home)]
        return [
            [], [.plug(.storage)], probed + [.initialiseEnds(.simPin)], registered, registered + [.ask(.connect)],
            registered + [.ask(.connect), .callComesUp],
            registered + [.ask(.enable(false)), .functionEnds(isDone: true)],
            registered + [.ask(.inhibit(borrower)), .lent], [.plug(.leftStorage)], registered + [.ask(.switchBack)],
            registered + [.ask(.suspend)],
            registered + [.ask(.connect), .callComesUp, .ask(.suspend)],
            [.plug(.modem), .foundCall(0)], [.plug(.modem), .foundCall(0), .port(2), .probeEnds(nil)],
        ]
    }()

    static let inputs: [Step] =
        [
            .plug(.storage), .plug(.leftStorage), .plug(.bouncing), .plug(.modem), .plug(.modem), .plug(.foreign),
            .plug(.unknown),
            .repeatPlug, .unplug, .lateUnplug, .port(0),
            .port(1), .port(2), .port(0), .port(2), .foundCall(0), .portGone(0), .portGone(2), .ask(.switch),
            .ask(.switchByMessage),
            .ask(.switchBack), .ask(.switchBack),
            .ask(.connect),
            .ask(.connect), .ask(.connectWithPIN), .ask(.connectAtHome), .ask(.disconnect), .sendPIN, .shutDown,
            .ask(.enable(true)), .ask(.enable(false)), .ask(.enable(false)), .ask(.reset(.radio)), .ask(.reset(.modem)),
            .ask(.inhibit(borrower)), .ask(.inhibit(other)), .ask(.release(borrower)), .ask(.release(other)),
            .holderLeaves(borrower), .holderLeaves(other), .ask(.suspend), .resume, .resume,
        ]

    var machine = Modem.StateMachine()
    // The bus.
    var number: UInt16 = 0
    var plugged: Modem.StateMachine.Event?
    var previous: USBDevice.Identity?
    // Held.
    var timers: Set<Modem.StateMachine.Timer> = []
    var storage: SwitchMethod?
    var isStorageBusy = false
    /// Of the switch under way or the last one.
    var attempts = 0
    var wayBack: StorageReturn.Way?
    var portWork = PortWork.none
    var function: Modem.StateMachine.FunctionChange?
    var hasLink = false
    var call: CallWork?
    /// Of an earlier run, neither carried on nor ended.
    var foundCall: String?
    var releasedCalls = 0
    var hasLeft = false
    /// Whose driver is asked.
    var asked: USBDevice.Identity?
    // Who waits.
    var waiting: [Modem.StateMachine.Request.Kind: Int] = [:]
    var isSendingPIN = false

    var isOver: Bool { hasLeft && outstanding.isEmpty }
}

// What may happen next.
extension WalkedModem {
    var outstanding: [Step] {
        var steps = timers.sorted { $0.order < $1.order }.map { Step.expire($0) }
        if asked != nil { steps += [.driverAnswers(.adopted), .driverAnswers(.moduleMissing)] }
        if isStorageBusy { steps += [.switchStepEnds(nil), .switchStepEnds(.gone), .switchStepEnds(.accessDenied)] }
        // It waits until what was released is closed.
        if wayBack != nil, releasedCalls == 0 {
            steps += [.returnStepEnds(nil), .returnStepEnds(.gone), .returnStepEnds(.accessDenied)]
        }
        if releasedCalls > 0 { steps.append(.releasedCallEnds) }
        steps += portSteps
        // Whoever finds a PIN on its way steps back at once.
        if isSendingPIN, portWork != .enteringPIN {
            steps += [.sentPINEnds(.accepted), .sentPINEnds(.refused), .sentPINEnds(.blocked)]
        }
        if let call { steps += Self.steps(of: call) }
        if function != nil { steps += [.functionEnds(isDone: true), .functionEnds(isDone: false)] }
        return steps
    }

    private var portSteps: [Step] {
        switch portWork {
        case .none: []
        // It waits until what was released is closed.
        case .probing where releasedCalls > 0, .lending where releasedCalls > 0: []
        case .lending: [.lent]
        case .probing:
            [.probeEnds(nil), .probeEnds(nil), .probeEnds(.noAnswer), .probeEnds(.portsBusy), .probeFindsNoPort]
        case .initialising:
            [
                .registration(.home), .radioStaysOn, .initialiseEnds(nil), .initialiseEnds(nil),
                .initialiseEnds(.simPin),
                .initialiseEnds(.simPuk), .initialiseEnds(.simMissing), .portsLost, .portsSilent,
            ]
        case .watching:
            [
                .registration(.home), .registration(.home), .registration(.roaming), .registration(.searching),
                .registration(.denied), .simRemoved, .portsLost, .portsSilent, .portsAnswer, .restarted,
            ]
        case .waitingForSIM: [.simInserted, .simInserted, .portsLost, .portsSilent]
        case .enteringPIN:
            [.pinEnds(.accepted), .pinEnds(.refused), .pinEnds(.blocked), .pinEnds(.withheld), .portsLost]
        }
    }

    private static func steps(of call: CallWork) -> [Step] {
        if !call.hasPort { return [.callEnds(dialled: false, isBack: true)] }
        let ends: [Step] = [
            .callEnds(dialled: true, isBack: true), .callEnds(dialled: true, isBack: false),
        ]
        if call.isUp { return ends }
        let failures: [Step] = [.callEnds(dialled: false, isBack: true), .callEnds(dialled: false, isBack: false)]
        return ends + failures + (call.isHangingUp ? [] : [.callComesUp, .callComesUp])
    }

    /// A stick that goes on losing its ports or changing its mind never rests: these do not count, nor does a call that is
    /// up end by itself.
    var endings: [Step] {
        outstanding.filter { step in
            switch step {
            case .registration, .portsLost, .portsSilent, .portsAnswer, .restarted, .simRemoved, .simInserted,
                .radioStaysOn, .expire(.retry):
                false
            case .callEnds(_, let isBack): isBack && (call?.isUp != true || call?.isHangingUp == true)
            case .plug, .repeatPlug, .unplug, .lateUnplug, .port, .portGone, .foundCall, .ask, .sendPIN, .holderLeaves,
                .shutDown,
                .resume, .expire, .switchStepEnds, .returnStepEnds, .probeEnds, .probeFindsNoPort, .initialiseEnds,
                .pinEnds,
                .sentPINEnds,
                .callComesUp, .releasedCallEnds, .functionEnds, .lent, .driverAnswers:
                true
            }
        }
    }
}

extension Modem.StateMachine.Timer {
    /// The same order in every run.
    fileprivate var order: Int {
        switch self {
        case .switchDeparture: 0
        case .switchTotal: 1
        case .settle: 2
        case .comeback: 3
        case .registration: 4
        case .retry: 5
        case .switchBack: 6
        }
    }
}
