internal import ATProtocol
internal import DeviceCatalog
internal import EventLoop

/// What asking one port gave.
private enum PortAnswer: Sendable {
    case speaks(TTYPort, ATChannel)
    case silent
    case refused(SerialError)
}

extension Modem {
    /// One of four seconds and two of three, as the first answer of a freshly switched stick may take that long.
    private static let probeAttempts = 3

    /// Asks every candidate at the same time whether it takes AT commands, and keeps those that do.
    func probe(_ ports: [TTYPort], _ map: PortMap) async {
        let answers = await ask(all: ports)
        let speaking = answers.compactMap { answer in
            if case .speaks(let port, let channel) = answer { (port: port, channel: channel) } else { nil }
        }
        let link = link(of: speaking, roles: map.roles)
        for (_, channel) in speaking where channel !== link?.control && channel !== link?.data { await channel.close() }
        if Task.isCancelled {
            await link?.close()
            return
        }
        guard let link else { return feed(Self.failure(for: answers)) }
        self.link = link
        snapshot.primaryPort = link.controlPort.node
        feed(.probed)
    }

    private func ask(all ports: [TTYPort]) async -> [PortAnswer] {
        let questions = ports.map { port in Task { await self.ask(port) } }
        return await withTaskCancellationHandler {
            var answers: [PortAnswer] = []
            for question in questions { answers.append(await question.value) }
            return answers
        } onCancel: {
            for question in questions { question.cancel() }
        }
    }

    private func ask(_ port: TTYPort) async -> PortAnswer {
        let channel: ATChannel
        do {
            channel = ATChannel(try await environment.serial.open(port), clock: environment.clock)
        } catch {
            return .refused(error)
        }
        let answer = await withTaskCancellationHandler {
            await Self.answer(of: port, over: channel)
        } onCancel: {
            // An answer that is not wanted any more is not waited for.
            Task { @LoopActor in await channel.close() }
        }
        if case .speaks = answer, !Task.isCancelled { return answer }
        await channel.close()
        return answer
    }

    private static func answer(of port: TTYPort, over channel: ATChannel) async -> PortAnswer {
        for _ in 1...probeAttempts where !Task.isCancelled {
            if channel.isSilent, await !channel.resynchronise() { continue }
            do throws(ATError) {
                _ = try await channel.send(AT.Probe())
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
            case .refused(.timedOut), .refused(.failed), .silent, .speaks: break
            }
            areGone = false
        }
        return areGone ? .portsLost : .probeFailed(reason)
    }
}
