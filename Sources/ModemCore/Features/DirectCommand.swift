internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Sends what an administrator typed.
    /// - Returns: the lines of the answer, made harmless, and the final result as the last one, also where that is an error.
    /// - Throws: ``ModemError/wrongState(_:needed:)`` while no port can be asked; ``ModemError/inProgress`` while another
    ///   request has the SIM or the radio, which the command may be about.
    package func send(_ command: RawCommand) async throws(ModemError) -> [String] {
        guard canAskDuringCall else { throw .wrongState(snapshot.state, needed: "disconnect first") }
        guard let link else { throw .wrongState(snapshot.state, needed: "wait until its ports answer") }
        if isSIMTaken || isRadioTaken { throw .inProgress }
        directCommandCount += 1
        isRadioTaken = true
        defer { isRadioTaken = false }
        guard command.touchesLock else { return try await Self.send(command, over: link.control) }
        isSIMTaken = true
        defer { isSIMTaken = false }
        let lines = try await Self.send(command, over: link.control)
        await readLock(over: link.control)
        return lines
    }

    private static func send(_ command: RawCommand, over channel: ATChannel) async throws(ModemError) -> [String] {
        do throws(ATError) {
            return try await channel.send(AT.UserCommand(command.command))
        } catch {
            if error == .overflow {
                let limit = AT.UserCommand.largestAnswer
                throw .commandFailed("The answer is longer than \(limit) bytes; ask for less at a time")
            }
            throw ModemError(error, during: "The command")
        }
    }

    private func readLock(over channel: ATChannel) async {
        let state = try? await channel.send(AT.SIMStatus())
        await readTries(over: channel)
        if let state, link?.control === channel { follow(state) }
    }
}
