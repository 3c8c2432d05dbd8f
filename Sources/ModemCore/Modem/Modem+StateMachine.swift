internal import DeviceCatalog

extension Modem {
    /// What one stick does next: every event in every state, with no I/O and no time of its own.
    struct StateMachine: Sendable {
        enum Event: Equatable, Sendable {
            // From the bus.
            case attachedStorage(USBDevice, SwitchRecipe)
            /// It keeps falling back to a CD-ROM, and stays one until it is pulled out or a caller says otherwise.
            case attachedBouncing(USBDevice, SwitchRecipe)
            case attachedModem(USBDevice, PortMap)
            /// A stick that is known and left to others.
            case attachedForeign(USBDevice, ForeignStick)
            case attachedUnknown(USBDevice)
            case detached(USBDevice.Identity)
            case portAdded(TTYPort)
            case portRemoved(TTYPort)
            // From work the machine asked for.
            case switchPerformed
            case switchNotPerformed(StorageError)
            case returnPerformed(StorageReturn.Way)
            case returnNotPerformed(StorageReturn.Way, StorageError)
            case probed
            case probeFailed(StateReason)
            case initialised
            case initialiseFailed(StateReason)
            case locked(StateReason)
            case pinAccepted
            case pinRefused
            /// No try was spent: it was not sent, or the SIM did not look at it.
            case pinUntried(ModemError)
            /// A PIN is stored for the SIM that waits for it.
            case pinStored
            /// There is no SIM in the stick, or none any more.
            case simAbsent
            case simInserted
            case registration(NetworkStatus.Registration)
            case portsLost
            /// A port lets its commands time out.
            case portsSilent
            /// All is well: commands are answered.
            case portsAnswer
            /// The stick has started anew without leaving the bus.
            case restarted
            case dialFailed(ModemError)
            case callUp
            case callEnded(CallError?)
            /// What ``Action/setFunction(_:)`` asked for was done.
            case functionSet
            case functionNotSet(ModemError)
            /// It refuses to go without.
            case radioStaysOn
            /// Every port has been closed for a borrower.
            case lent
            case holderLeft(Holder)
            /// The machine is awake again, and what is plugged in is known.
            case resumed
            /// What ``Action/askDriver(_:like:)`` asked for.
            case driverAnswered(DriverAnswer)
            /// A call runs on the port that is announced next.
            case callFound(node: String)
            case expired(Timer)
        }

        enum Action: Equatable, Sendable {
            case performSwitch(SwitchMethod, USBDevice)
            /// It became a modem by this.
            case rememberSwitch(SwitchMethod, StickKey)
            case letGo
            /// The way back to a CD-ROM; when every port is closed.
            case returnToStorage(StorageReturn.Way, USBDevice)
            case start(Timer, Duration)
            case stop(Timer)
            /// Without a map the ports that answer say what they are.
            case probe([TTYPort], PortMap?)
            /// To take a stick that it has made no ports of.
            case askDriver(USBID, like: USBID?)
            case initialise
            case enterPIN(PIN)
            case dial(ConnectSettings)
            case hangUp
            /// The call that was found is ours from now on.
            case carryOn
            /// It is nobody's, and has to go before anything else is done with the ports.
            case endInherited
            case setFunction(FunctionChange)
            /// Says ``Event/lent`` when everything that was released is closed.
            case lend
            /// Cancel what is under way and close every port.
            case release
            /// Answers every caller that waits for this kind of request.
            case answer(Request.Kind, ModemError?)
            /// The stick is gone for good.
            case leave
        }

        enum Timer: Hashable, Sendable, CaseIterable {
            case switchDeparture, switchTotal, switchBack, settle, comeback, registration, retry
        }

        enum Request: Equatable, Sendable {
            case `switch`(SwitchOptions)
            case connect(ConnectSettings)
            case disconnect
            case enable(Bool)
            case reset(ResetKind)
            case inhibit(Holder)
            case release(Holder)
            /// The machine is about to sleep.
            case suspend

            enum Kind: Hashable, Sendable, CaseIterable {
                case `switch`, connect, disconnect, enable, reset, inhibit, suspend
            }

            var kind: Kind {
                switch self {
                case .switch: .switch
                case .connect: .connect
                case .disconnect: .disconnect
                case .enable: .enable
                case .reset: .reset
                case .inhibit, .release: .inhibit
                case .suspend: .suspend
                }
            }
        }

        /// What becomes of a request at once.
        enum Admission: Equatable, Sendable {
            case done
            /// An `.answer` action follows, now or later.
            case wait
            case refused(ModemError)
        }

        enum Limits {
            /// All ports of a stick appear within 0.5 s of each other; the serial driver may have to be loaded first.
            static let settle: Duration = .seconds(10)
            /// From a port that hung up to the removal of its stick.
            static let farewell: Duration = .seconds(2)
            /// How often ports that did not answer, or were another's, are tried again.
            static let retry: Duration = .seconds(10)
            /// Ports that answer the probe and then fall silent are failed after so many times.
            static let portFailures = 3
            /// How long a stick that is expected back may stay off the bus.
            static let comeback: Duration = .seconds(40)
            /// From the command to start anew to the departure, if there is one.
            static let restart: Duration = .seconds(10)
            static let registration: Duration = .seconds(60)
            /// From the request of a call to a stick that can look for a network: a whole switch and its ports.
            static let readiness: Duration = .seconds(90)
        }

        enum Presence: Equatable, Sendable {
            case absent
            case storage(USBDevice, SwitchRecipe)
            case modem(USBDevice, PortMap)
            case foreign(USBDevice, ForeignStick)
            /// A stick of ours whose ports nobody has described. Nil: not even its id is known.
            case unmapped(USBDevice, ForeignStick?)
            case unknown(USBDevice)

            var device: USBDevice? {
                switch self {
                case .absent: nil
                case .storage(let device, _), .modem(let device, _), .foreign(let device, _),
                    .unmapped(let device, _), .unknown(let device):
                    device
                }
            }
        }

        enum PortTrouble: Sendable {
            case none, silent, lost
        }

        enum Phase: Sendable {
            case new
            /// A CD-ROM that is left one until somebody asks for the modem.
            case storage(StateReason)
            case switching(ModeSwitch.StateMachine)
            /// From modem to CD-ROM.
            case returning(StorageReturn.StateMachine)
            case settling
            case probing
            case enabling
            /// Or there is no SIM, which is looked for.
            case locked(StateReason)
            case searching(StateReason)
            case registered(StateReason)
            case connecting
            case connected
            case disconnecting
            case disabled
            /// `isLent`: nothing of it is open here any more.
            case inhibited(Holder, isLent: Bool)
            /// As the machine is. Nothing of it is open, nothing runs.
            case suspended
            case failed(StateReason)
            case gone
        }

        var presence: Presence = .absent
        var phase: Phase = .new
        var ports: [TTYPort] = []
        var registration: NetworkStatus.Registration = .unknown
        /// A call that is wanted as soon as the state allows it.
        var wantedCall: ConnectSettings?
        /// What happened to a port: looked at after a farewell, or when the call is over. Until then there is no dialling.
        var portTrouble = PortTrouble.none
        /// How often in a row the ports fell silent before everything that is asked regularly had an answer.
        var portFailures = 0
        /// The PIN of a call that was wanted is on its way.
        var isEnteringPIN = false
        /// Somebody waits for it: under way, or to begin when the call has ended.
        var change: FunctionChange?
        /// False from a request to turn the radio off until one to turn it on, a reset, or a new presence.
        var isRadioWanted = true
        /// What the driver said of this presence.
        var driver: DriverAnswer?
        var isAskingDriver = false
        /// A port of this presence has answered.
        var hasAnswered = false
        /// It was told to, and may leave the bus for that.
        var isStartingAnew = false
        /// Why it is on its way to be a modem again, where it should not be.
        var settlingReason = StateReason.none
        /// The machine is about to sleep, and the call has to end first.
        var isSuspending = false
        /// The switch under way or the last one.
        private(set) var lastSwitch: (method: SwitchMethod, attempts: Int)?
        /// What the last switch was begun with: it has other ids when it is over.
        private var switchedStick: StickKey?
        /// The tty of a call that was found, until it is carried on.
        var inherited: String?
        /// It was carried on before the stick was read, and that is under way.
        var isReadDuringCall = false
        /// The CD-ROM that the stick was before.
        var disc: (device: USBDevice, recipe: SwitchRecipe)?

        mutating func handle(_ event: Event) -> [Action] {
            switch event {
            case .attachedStorage(let device, let recipe): attached(.storage(device, recipe))
            case .attachedBouncing(let device, let recipe): attachedBouncing(device, recipe)
            case .attachedModem(let device, let map): attached(.modem(device, map))
            case .attachedForeign(let device, let stick): attached(.foreign(device, stick))
            case .attachedUnknown(let device): attached(.unknown(device))
            case .detached(let identity): detached(identity)
            case .portAdded(let port): added(port)
            case .portRemoved(let port): removed(port)
            case .switchPerformed: advanceSwitch(.performed)
            case .switchNotPerformed(let error): advanceSwitch(.notPerformed(error))
            case .returnPerformed(let way): advanceReturn(.performed(way))
            case .returnNotPerformed(let way, let error): advanceReturn(.notPerformed(way, error))
            case .probed: probed()
            case .probeFailed(let reason): probeFailed(reason)
            case .initialiseFailed(let reason): initialiseFailed(reason)
            case .initialised: initialised()
            case .locked(let reason): locked(reason)
            case .pinAccepted: pinAccepted()
            case .pinRefused: pinNotAccepted(.wrongPIN)
            case .pinUntried(let error): pinNotAccepted(error)
            case .pinStored: pinStored()
            case .simAbsent: simAbsent()
            case .simInserted: simInserted()
            case .registration(let registration): registrationChanged(registration)
            case .portsLost: portsLost()
            case .portsSilent: portsSilent()
            case .portsAnswer: portsAnswer()
            case .restarted: restarted()
            case .dialFailed(let error): callDidNotStart(error)
            case .callUp: callIsUp()
            case .callEnded(let error): callEnded(error)
            case .functionSet: functionSet()
            case .functionNotSet(let error): functionNotSet(error)
            case .radioStaysOn: radioStaysOn()
            case .lent: lent()
            case .holderLeft(let holder): holderLeft(holder)
            case .resumed: resumed()
            case .driverAnswered(let answer): driverAnswered(answer)
            case .callFound(let node): callFound(on: node)
            case .expired(let timer): expired(timer)
            }
        }

        mutating func advanceSwitch(_ event: ModeSwitch.StateMachine.Event) -> [Action] {
            guard case .switching(var modeSwitch) = phase else { return [] }
            let actions = modeSwitch.handle(event)
            return apply(actions, of: modeSwitch)
        }

        /// - Parameter method: the only one to try; nil for those of the recipe.
        mutating func startSwitch(
            _ device: USBDevice, _ recipe: SwitchRecipe, by method: SwitchMethod? = nil
        ) -> [Action] {
            presence = .storage(device, recipe)
            switchedStick = StickKey(device)
            disc = (device, recipe)
            var modeSwitch = ModeSwitch.StateMachine(methods: method.map { [$0] } ?? recipe.methods)
            let actions = modeSwitch.start()
            return apply(actions, of: modeSwitch)
        }

        private mutating func apply(
            _ actions: [ModeSwitch.StateMachine.Action], of modeSwitch: ModeSwitch.StateMachine
        ) -> [Action] {
            phase = .switching(modeSwitch)
            if let method = modeSwitch.method { lastSwitch = (method, modeSwitch.attempts) }
            return actions.flatMap { translate($0) }
        }

        private mutating func translate(_ action: ModeSwitch.StateMachine.Action) -> [Action] {
            switch action {
            case .perform(let method, _):
                guard let device = presence.device else { return [] }
                return [.stop(.switchDeparture), .performSwitch(method, device)]
            case .letGo: return [.stop(.switchDeparture), .letGo]
            case .startDepartureTimer(let limit): return [.start(.switchDeparture, limit)]
            case .startTotalTimer(let limit): return [.start(.switchTotal, limit)]
            case .stopTimers: return [.stop(.switchDeparture), .stop(.switchTotal)]
            case .succeed: return remembered() + [.answer(.switch, nil)] + arrive()
            case .fail(let failure): return switchFailed(failure)
            }
        }

        private func remembered() -> [Action] {
            guard let switchedStick, let lastSwitch else { return [] }
            return [.rememberSwitch(lastSwitch.method, switchedStick)]
        }

        private mutating func switchFailed(_ failure: ModeSwitch.Failure) -> [Action] {
            let reason = StateReason(failure)
            wantedCall = nil
            phase = .failed(reason)
            let answers: [Action] = [
                .answer(.switch, .switchFailed(reason)), .stop(.registration),
                .answer(.connect, .switchFailed(reason)),
            ]
            // A stick that never came back has no removal to wait for: it is shown as failed, and then it leaves.
            return presence == .absent ? answers + [.stop(.comeback), .leave] : answers
        }
    }
}
