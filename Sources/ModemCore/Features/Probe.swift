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
        guard let link else { return feed(.probeFailed(Self.reason(for: answers))) }
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
        let speaks = await withTaskCancellationHandler {
            await Self.speaks(channel)
        } onCancel: {
            // An answer that is not wanted any more is not waited for.
            Task { @LoopActor in await channel.close() }
        }
        if speaks, !Task.isCancelled { return .speaks(port, channel) }
        await channel.close()
        return .silent
    }

    private static func speaks(_ channel: ATChannel) async -> Bool {
        for _ in 1...probeAttempts where !Task.isCancelled {
            if channel.isSilent, await !channel.resynchronise() { continue }
            if (try? await channel.send(AT.Probe())) != nil { return true }
        }
        return false
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

    /// The reason a person can do most about.
    private static func reason(for answers: [PortAnswer]) -> StateReason {
        var reason = StateReason.noAnswer
        for case .refused(let error) in answers {
            switch error {
            case .busy: return .portsBusy
            case .accessDenied: reason = .portsAccess
            case .outOfResources: reason = .outOfResources
            case .gone, .timedOut, .failed: break
            }
        }
        return reason
    }
}
