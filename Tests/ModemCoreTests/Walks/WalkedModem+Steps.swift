import DeviceCatalog
import TestSupport

@testable import ModemCore

// Steps.
extension WalkedModem {
    mutating func take(_ step: Step) throws(BrokenPromise) {
        if hasLeft, !Self.happensAfterLeaving(step) { return }
        switch step {
        case .plug(let shape): try plug(shape)
        case .repeatPlug: if let plugged { try feed(plugged) }
        case .unplug: try unplug()
        case .lateUnplug: if let previous { try feed(.detached(previous)) }
        case .port(let index): try feed(.portAdded(Story.ports[index]))
        case .portGone(let index): try feed(.portRemoved(Story.ports[index]))
        case .foundCall(let index): try find(callOn: Story.ports[index])
        case .ask(let question): try ask(question)
        case .sendPIN:
            let isWanted = machine.state == .locked && machine.reason == .simPin && hasLink
            if isWanted, portWork != .enteringPIN { isSendingPIN = true }
        case .holderLeaves(let holder): try holderLeaves(holder)
        case .resume: try feed(.resumed)
        case .shutDown: try perform(machine.left(answering: .aborted))
        case .expire(let timer): if timers.remove(timer) != nil { try feed(.expired(timer)) }
        case .switchStepEnds(let error): try switchStepEnds(error)
        case .returnStepEnds(let error): try returnStepEnds(error)
        case .probeEnds(let reason): try probeEnds(reason)
        case .probeFindsNoPort: try probeFindsNoPort()
        case .initialiseEnds(let reason): try initialiseEnds(reason)
        case .registration(let now):
            if portWork == .initialising || portWork == .watching { try feed(.registration(now)) }
        case .portsLost: try losePorts()
        case .portsSilent:
            if [.initialising, .watching, .waitingForSIM].contains(portWork) { try feed(.portsSilent) }
        case .portsAnswer: if portWork == .watching { try feed(.portsAnswer) }
        case .restarted: try restart()
        case .simRemoved: if portWork == .watching { try loseSIM() }
        case .simInserted: try insertSIM()
        case .pinEnds(let outcome): try pinEnds(outcome)
        case .sentPINEnds(let outcome): try sentPINEnds(outcome)
        case .callComesUp: try callComesUp()
        case .callEnds(let dialled, let isBack): try callEnds(dialled: dialled, isBack: isBack)
        case .releasedCallEnds: try releasedCallEnds()
        case .functionEnds(let isDone): try functionEnds(isDone: isDone)
        case .radioStaysOn: if portWork == .initialising { try feed(.radioStaysOn) }
        case .lent: try lent()
        case .driverAnswers(let answer): try driverAnswers(answer)
        }
        try checkPromises()
    }

    /// The pipeline forgets a stick that has left; callers and tasks may still hold it.
    private static func happensAfterLeaving(_ step: Step) -> Bool {
        switch step {
        case .ask, .releasedCallEnds, .sentPINEnds, .returnStepEnds, .driverAnswers: true
        case .plug, .repeatPlug, .unplug, .lateUnplug, .port, .portGone, .foundCall, .sendPIN, .shutDown, .resume,
            .expire,
            .switchStepEnds,
            .probeEnds, .probeFindsNoPort, .initialiseEnds, .registration, .portsLost, .portsSilent, .portsAnswer,
            .restarted, .simRemoved, .simInserted, .holderLeaves, .pinEnds, .callComesUp, .callEnds, .functionEnds,
            .radioStaysOn,
            .lent:
            false
        }
    }

    /// It is on a tty that nobody here has.
    private mutating func find(callOn port: TTYPort) throws(BrokenPromise) {
        guard plugged != nil, foundCall == nil, call == nil, !hasLink, !machine.ports.contains(port) else { return }
        foundCall = port.node
        try feed(.callFound(node: port.node))
        try feed(.portAdded(port))
    }

    private mutating func plug(_ shape: Shape) throws(BrokenPromise) {
        // A stick nobody knows is shown only in the port of a known one.
        if shape == .unknown, plugged == nil, machine.state == .storage { return }
        previous = device?.identity
        number &+= 1
        let event: Modem.StateMachine.Event =
            switch shape {
            case .storage:
                .attachedStorage(
                    Story.device(number: number, product: 0x2000, classes: [USBInterface.massStorage]), Story.recipe)
            case .leftStorage:
                .attachedStorage(
                    Story.device(number: number, product: 0x2000, classes: [USBInterface.massStorage]),
                    Story.leftRecipe)
            case .bouncing:
                .attachedBouncing(
                    Story.device(number: number, product: 0x2000, classes: [USBInterface.massStorage]), Story.recipe)
            case .modem:
                .attachedModem(Story.device(number: number, product: 1, classes: [0xff, 0xff, 0xff]), Story.map)
            case .foreign:
                .attachedForeign(Story.device(number: number, product: 0x1405, classes: [0x02]), Story.foreign)
            case .unknown: .attachedUnknown(Story.device(number: number, product: 0xffff, classes: [0xff]))
            }
        plugged = event
        try feed(event)
    }

    var device: USBDevice? {
        switch plugged {
        case .attachedStorage(let device, _), .attachedBouncing(let device, _), .attachedModem(let device, _),
            .attachedForeign(let device, _), .attachedUnknown(let device):
            device
        default: nil
        }
    }

    /// What the pipeline has made of an announcement.
    mutating func deliver(_ event: Modem.StateMachine.Event) throws(BrokenPromise) {
        switch event {
        case .attachedStorage, .attachedBouncing, .attachedModem, .attachedForeign, .attachedUnknown: plugged = event
        case .detached: plugged = nil
        default: break
        }
        try feed(event)
        try checkPromises()
    }

    private mutating func unplug() throws(BrokenPromise) {
        guard let identity = device?.identity else { return }
        plugged = nil
        try feed(.detached(identity))
    }

    private mutating func ask(_ question: Question) throws(BrokenPromise) {
        let request: Modem.StateMachine.Request =
            switch question {
            case .switch: .switch(.plain)
            case .switchBack: .switch(Story.options(target: "storage"))
            case .switchByMessage: .switch(Story.options(method: "message"))
            case .connect: .connect(ConnectSettings())
            case .connectWithPIN: .connect(ConnectSettings(pin: try? PIN("1234")))
            case .connectAtHome: .connect(ConnectSettings(allowRoaming: false))
            case .disconnect: .disconnect
            case .enable(let isOn): .enable(isOn)
            case .reset(let kind): .reset(kind)
            case .inhibit(let holder): .inhibit(holder)
            case .release(let holder): .release(holder)
            case .suspend: .suspend
            }
        let (admission, actions) = machine.request(request)
        switch admission {
        case .done: break
        case .refused:
            try require(actions.isEmpty, "a request that is refused changes nothing", "\(actions)")
        case .wait: waiting[request.kind, default: 0] += 1
        }
        try perform(actions)
    }

    private mutating func switchStepEnds(_ error: StorageError?) throws(BrokenPromise) {
        guard isStorageBusy else { return }
        isStorageBusy = false
        try feed(error.map { .switchNotPerformed($0) } ?? .switchPerformed)
    }

    private mutating func returnStepEnds(_ error: StorageError?) throws(BrokenPromise) {
        guard let way = wayBack, releasedCalls == 0 else { return }
        wayBack = nil
        try feed(error.map { .returnNotPerformed(way, $0) } ?? .returnPerformed(way))
    }

    private mutating func probeEnds(_ reason: StateReason?) throws(BrokenPromise) {
        guard portWork == .probing, releasedCalls == 0 else { return }
        portWork = .none
        if reason == nil { hasLink = true }
        try feed(reason.map { .probeFailed($0) } ?? .probed)
    }

    private mutating func probeFindsNoPort() throws(BrokenPromise) {
        guard portWork == .probing, releasedCalls == 0 else { return }
        portWork = .none
        try feed(.portsLost)
    }

    private mutating func initialiseEnds(_ reason: StateReason?) throws(BrokenPromise) {
        guard portWork == .initialising else { return }
        portWork = reason == nil ? .watching : .none
        switch reason {
        case nil: try feed(.initialised)
        case .simPin?, .simPuk?: try feed(.locked(reason ?? .simPin))
        case .simMissing? where call == nil: try loseSIM()
        case let reason?: try feed(.initialiseFailed(reason))
        }
    }

    /// During a call nobody looks.
    private mutating func loseSIM() throws(BrokenPromise) {
        guard call == nil else { return }
        portWork = .waitingForSIM
        try feed(.simAbsent)
    }

    private mutating func insertSIM() throws(BrokenPromise) {
        guard portWork == .waitingForSIM else { return }
        portWork = .none
        try feed(.simInserted)
    }

    private mutating func losePorts() throws(BrokenPromise) {
        switch portWork {
        case .initialising, .watching, .waitingForSIM, .enteringPIN:
            portWork = .none
            try feed(.portsLost)
        case .none, .probing, .lending: return
        }
    }

    /// Who noticed it has nothing more to watch.
    private mutating func restart() throws(BrokenPromise) {
        guard portWork == .watching else { return }
        portWork = .none
        try feed(.restarted)
    }

    private mutating func pinEnds(_ outcome: PINOutcome) throws(BrokenPromise) {
        guard portWork == .enteringPIN else { return }
        portWork = .none
        // One PIN at a time.
        let outcome = isSendingPIN ? .withheld : outcome
        if outcome == .blocked { try feed(.locked(.simPuk)) }
        if outcome == .withheld { return try feed(.pinUntried(.lastTry)) }
        try feed(outcome == .accepted ? .pinAccepted : .pinRefused)
    }

    private mutating func sentPINEnds(_ outcome: PINOutcome) throws(BrokenPromise) {
        guard isSendingPIN, portWork != .enteringPIN else { return }
        isSendingPIN = false
        switch outcome {
        case .accepted: try feed(.pinAccepted)
        case .blocked: try feed(.locked(.simPuk))
        case .refused, .withheld: break
        }
    }

    private mutating func callComesUp() throws(BrokenPromise) {
        guard let work = call, work.hasPort, !work.isUp, !work.isHangingUp else { return }
        call?.isUp = true
        try feed(.callUp)
    }

    private mutating func callEnds(dialled: Bool, isBack: Bool) throws(BrokenPromise) {
        guard let work = call, !work.isUp || dialled, work.hasPort || !dialled else { return }
        call = nil
        let isLinkHeld = hasLink
        if dialled {
            try feed(.callEnded(work.isHangingUp ? nil : .terminatedByPeer))
        } else {
            try feed(.dialFailed(work.isHangingUp ? .aborted : .dialFailed("NO CARRIER")))
        }
        if !isBack, isLinkHeld, hasLink { try feed(.portsLost) }
    }

    private mutating func releasedCallEnds() throws(BrokenPromise) {
        guard releasedCalls > 0 else { return }
        releasedCalls -= 1
        try feed(.callEnded(nil))
    }

    private mutating func functionEnds(isDone: Bool) throws(BrokenPromise) {
        guard function != nil else { return }
        function = nil
        try feed(isDone ? .functionSet : .functionNotSet(.timedOut("Switching the radio")))
    }

    private mutating func driverAnswers(_ answer: DriverAnswer) throws(BrokenPromise) {
        let isNews = asked == machine.presence.device?.identity
        asked = nil
        if isNews { try feed(.driverAnswered(answer)) }
    }

    private mutating func lent() throws(BrokenPromise) {
        guard portWork == .lending, releasedCalls == 0 else { return }
        portWork = .none
        try feed(.lent)
    }

    private mutating func holderLeaves(_ holder: Holder) throws(BrokenPromise) {
        try feed(.holderLeft(holder))
        if case .inhibited(holder, _) = machine.phase { throw BrokenPromise("nothing is lent to who has left") }
    }

    private mutating func feed(_ event: Modem.StateMachine.Event) throws(BrokenPromise) {
        try perform(machine.handle(event))
    }
}
