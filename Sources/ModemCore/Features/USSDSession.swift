internal import ATProtocol
internal import EventLoop

/// The dialogue of one stick with the network by codes (3GPP TS 22.090, 27.007 7.15).
@LoopActor final class USSDSession {
    /// Of each question, the network's and the person's.
    private static let limit: Duration = .seconds(120)

    private unowned let modem: Modem
    private var machine = StateMachine()
    private var waiting: CheckedContinuation<Result<String, ModemError>, Never>?
    private var timer: Task<Void, Never>?
    /// What the stick is told at the end of a dialogue: the next one begins after it.
    private var ending: Task<Void, Never>?
    /// Of the dialogue: what comes of an earlier one is nobody's.
    private var number = 0
    /// In which form this stick takes text, once it has taken some.
    private var provenForm: UnstructuredForm?
    /// What the stick was told of how to write text, and over which port.
    private var characterSet: (channel: ATChannel, set: CharacterSet)?

    init(_ modem: Modem) { self.modem = modem }

    // MARK: Requests

    func begin(_ text: String, for holder: Holder) async throws(ModemError) -> String {
        try await ask(text, name: "code", for: holder) { (machine) throws(ModemError) in try machine.begin(holder) }
    }

    func respond(_ text: String, for holder: Holder) async throws(ModemError) -> String {
        try await ask(text, name: "response", for: holder) { (machine) throws(ModemError) in
            try machine.respond(holder, in: modem.snapshot.state)
        }
    }

    func end(for holder: Holder) async {
        perform(machine.end(for: holder))
        await ending?.value
    }

    /// The same, of who does not wait for it.
    func holderLeft(_ holder: Holder) { perform(machine.end(for: holder)) }

    private func ask(
        _ text: String, name: String, for holder: Holder,
        _ admit: (inout StateMachine) throws(ModemError) -> [StateMachine.Action]
    ) async throws(ModemError) -> String {
        await ending?.value
        let channel = try modem.portForUSSD()
        let requests = try Self.requests(text, name: name, forms: forms)
        if Task.isCancelled { throw .aborted }
        perform(try admit(&machine))
        number += 1
        let current = number
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting = continuation
                Task { await self.send(requests, over: channel, number: current) }
            }
        } onCancel: {
            Task { @LoopActor in if self.number == current { self.holderLeft(holder) } }
        }
        return try result.get()
    }

    // MARK: Forms

    private typealias Request = (form: UnstructuredForm, request: AT.UnstructuredRequest)

    private var forms: [UnstructuredForm] { provenForm.map { [$0] } ?? [.plain, .packed, .ucs2] }

    /// Those in which the text can be said.
    /// - Throws: ``ModemError/invalidValue(_:)`` when there is none.
    private static func requests(
        _ text: String, name: String, forms: [UnstructuredForm]
    ) throws(ModemError) -> [Request] {
        var requests: [Request] = []
        var objection = "cannot be sent"
        for form in forms {
            do throws(ATSyntaxError) {
                requests.append((form, try AT.UnstructuredRequest(text, form: form)))
            } catch {
                objection = error.reason
            }
        }
        if requests.isEmpty { throw .invalidValue(InvalidValue(name, objection)) }
        return requests
    }

    /// One after the other, as long as the stick refuses how it was said and not what was said.
    private func send(_ requests: [Request], over channel: ATChannel, number: Int) async {
        var refusal = ATError.error
        for (form, request) in requests {
            do throws(ATError) {
                try await choose(form == .ucs2 ? .ucs2 : .gsm, over: channel)
                guard self.number == number, machine.state == .active else { return }
                try await channel.send(request)
                provenForm = form
                return
            } catch {
                refusal = error
                guard error.mayBeOfTheForm else { break }
            }
        }
        if self.number == number { perform(machine.refused(ModemError(refusal, during: "The USSD request"))) }
    }

    private func choose(_ set: CharacterSet, over channel: ATChannel) async throws(ATError) {
        if let characterSet, characterSet.channel === channel, characterSet.set == set { return }
        let isTaken = try await channel.sendOptional(AT.CharacterSetSelection(set)) != nil
        characterSet = isTaken ? (channel, set) : nil
    }

    // MARK: Events

    /// - Parameter value: what followed `+CUSD:`.
    func reported(_ value: ArraySlice<UInt8>) {
        guard let report = UnstructuredReport(value, characterSet: characterSet?.set ?? .gsm) else { return }
        perform(machine.reported(report))
    }

    /// The stick may have forgotten what it was told.
    func portsOpened() { characterSet = nil }

    /// What comes next in the port may be another stick.
    func portsClosed() {
        (characterSet, provenForm) = (nil, nil)
        perform(machine.closed())
    }

    // MARK: Actions

    private func perform(_ actions: [StateMachine.Action]) {
        for action in actions {
            switch action {
            case .answer(let result):
                let waiting = waiting
                self.waiting = nil
                waiting?.resume(returning: result)
            case .endAtStick: tellTheEnd(withCancel: true)
            case .startLimit: startLimit()
            case .stopLimit:
                timer?.cancel()
                timer = nil
                // Names of networks would come in digits, too.
                if characterSet?.set == .ucs2 { tellTheEnd(withCancel: false) }
            }
        }
        if modem.snapshot.ussd != machine.state { modem.snapshot.ussd = machine.state }
    }

    private func tellTheEnd(withCancel: Bool) {
        guard let channel = modem.link?.control, modem.canAskDuringCall else { return }
        let previous = ending
        ending = Task {
            await previous?.value
            if withCancel { _ = try? await channel.sendOptional(AT.UnstructuredCancel()) }
            if self.characterSet?.set == .ucs2 { try? await self.choose(.gsm, over: channel) }
        }
    }

    private func startLimit() {
        timer?.cancel()
        timer = Task { [weak self, clock = modem.environment.clock] in
            guard (try? await clock.sleep(for: Self.limit)) != nil, let self else { return }
            self.perform(self.machine.expired())
        }
    }
}

extension ATError {
    /// Whether the same in another form may be taken: a network that is not there, or a SIM, refuses every form.
    fileprivate var mayBeOfTheForm: Bool {
        switch self {
        case .error, .unexpectedResponse: true
        case .cme(let reason): ModemError.refusedBySIM(reason) == nil && reason.code != .noNetworkService
        case .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .portLost, .portSilent,
            .overflow, .notReady:
            false
        }
    }
}
