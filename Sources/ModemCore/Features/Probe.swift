internal import ATProtocol
internal import DeviceCatalog
internal import EventLoop

/// What asking one port gave.
private enum PortAnswer: Sendable {
    case speaks(TTYPort, ATChannel)
    case silent
    case refused(SerialError)
    /// It is none for commands, and is left alone from now on.
    case foreign(TTYPort)
}

/// What a port is asked first.
private enum PortQuestion: Sendable {
    /// Of a port that takes commands, as far as anybody knows.
    case known
    /// Of one nobody knows anything of: no more than `AT`.
    case unknown
}

extension Modem {
    /// One of four seconds and two of three, as the first answer of a freshly switched stick may take that long.
    private static let probeAttempts = 3

    /// Asks every candidate at the same time whether it takes AT commands, and keeps those that do.
    /// - Parameter map: nil where the ports have to say themselves what they are.
    func probe(_ ports: [TTYPort], _ map: PortMap?) async {
        hasReadMessageStorage = false
        let ports = ports.filter { !foundRoles.isNotForCommands($0.interfaceNumber, of: device) }
        if ports.isEmpty { return report(.probeFailed(.noAnswer)) }
        let answers = await ask(all: ports, map == nil ? .unknown : .known)
        if Task.isCancelled { return await close(answers) }
        keepAway(from: answers)
        let speaking = answers.compactMap { answer in
            if case .speaks(let port, let channel) = answer { (port: port, channel: channel) } else { nil }
        }
        let link = link(of: speaking, roles: map?.roles ?? Self.roles(of: speaking.map(\.port)))
        for (_, channel) in speaking where channel !== link?.control && channel !== link?.data { await channel.close() }
        if Task.isCancelled {
            await link?.close()
            return
        }
        guard let link else { return await fail(answers, of: ports) }
        if map == nil { note(Self.roles(of: speaking.map(\.port)).mapValues { $0 }) }
        self.link = link
        showPorts(of: link)
        feed(.probed)
    }

    private func close(_ answers: [PortAnswer]) async {
        for case .speaks(_, let channel) in answers { await channel.close() }
    }

    private func keepAway(from answers: [PortAnswer]) {
        for case .foreign(let port) in answers { note([port.interfaceNumber: nil]) }
    }

    private func fail(_ answers: [PortAnswer], of ports: [TTYPort]) async {
        let failure = Self.failure(for: answers)
        let isBusy = failure == .probeFailed(.portsBusy)
        let holders = isBusy ? await environment.holders.holders(of: ports) : []
        if Task.isCancelled { return }
        portHolders = holders
        feed(failure)
    }

    /// The first of those that answer is for commands and the last for calls, as on most sticks that are known; a dial that is
    /// refused finds out better.
    private static func roles(of ports: [TTYPort]) -> [UInt8: PortRole] {
        var roles = Dictionary(ports.map { ($0.interfaceNumber, PortRole.at) }) { first, _ in first }
        if let last = roles.keys.max() { roles[last] = .data }
        return roles
    }

    private func ask(all ports: [TTYPort], _ question: PortQuestion) async -> [PortAnswer] {
        let questions = ports.map { port in Task { await self.ask(port, question) } }
        return await withTaskCancellationHandler {
            var answers: [PortAnswer] = []
            for question in questions { answers.append(await question.value) }
            return answers
        } onCancel: {
            for question in questions { question.cancel() }
        }
    }

    private func ask(_ port: TTYPort, _ question: PortQuestion) async -> PortAnswer {
        let channel: ATChannel
        do {
            channel = ATChannel(try await environment.serial.open(port), clock: environment.clock)
        } catch {
            return .refused(error)
        }
        attend(to: channel)
        channel.foreignSpeech = ForeignSpeech(
            knowsZeros: quirks.contains(.zeroBytes), knowsFrames: question == .unknown)
        let answer = await withTaskCancellationHandler {
            await Self.answer(of: port, over: channel, question)
        } onCancel: {
            // An answer that is not wanted any more is not waited for.
            Task { @LoopActor in await channel.close() }
        }
        channel.foreignSpeech = nil
        if case .speaks = answer, !channel.isForeign, !Task.isCancelled { return answer }
        if case .silent = answer, !Task.isCancelled { closeAside(channel) } else { await channel.close() }
        return channel.isForeign ? .foreign(port) : answer
    }

    private static func answer(
        of port: TTYPort, over channel: ATChannel, _ question: PortQuestion
    ) async -> PortAnswer {
        for _ in 1...probeAttempts where !Task.isCancelled {
            if channel.isSilent, await !channel.resynchronise() { continue }
            do throws(ATError) {
                switch question {
                case .known: try await channel.send(AT.Probe())
                case .unknown: try await channel.send(AT.Attention())
                }
                return .speaks(port, channel)
            } catch {
                if error == .portLost { return .refused(.gone) }
            }
        }
        return .silent
    }

    /// Commands prefer the port that is not dialled on, calls the one that the catalogue names; either does for both. One
    /// that answers the probe and nothing after it is the last choice.
    private func link(of speaking: [(port: TTYPort, channel: ATChannel)], roles: [UInt8: PortRole]) -> ModemLink? {
        let sorted = speaking.sorted { $0.port.interfaceNumber < $1.port.interfaceNumber }
        let trusted = sorted.filter { $0.port != distrustedPort }
        func first(_ role: PortRole) -> (port: TTYPort, channel: ATChannel)? {
            (trusted.isEmpty ? sorted : trusted).first { roles[$0.port.interfaceNumber] == role }
        }
        guard let control = first(.at) ?? first(.data), let data = first(.data) ?? first(.at) else { return nil }
        if let port = inherited?.port {
            let lent = ATChannel(lentWithout: environment.clock)
            attend(to: lent)
            return ModemLink(control: control, data: (port, lent))
        }
        return ModemLink(control: control, data: data)
    }

    /// The reason a person can do most about. Ports that hung up say nothing about the stick, which is leaving.
    private static func failure(for answers: [PortAnswer]) -> StateMachine.Event {
        var reason = StateReason.noAnswer
        var areGone = true
        for answer in answers {
            switch answer {
            case .refused(.busy): return .probeFailed(.portsBusy)
            case .refused(.accessDenied): reason = .portsAccess
            case .refused(.outOfResources): reason = .outOfResources
            case .refused(.gone): continue
            case .refused(.timedOut), .refused(.failed), .silent, .speaks, .foreign: break
            }
            areGone = false
        }
        return areGone ? .portsLost : .probeFailed(reason)
    }
}
