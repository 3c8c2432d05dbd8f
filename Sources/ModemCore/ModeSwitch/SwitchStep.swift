internal import DeviceCatalog
internal import EventLoop

/// Carries out one switch method on a stick that is still a CD-ROM, and holds the interface until it is let go.
@LoopActor final class SwitchStep {
    private let transport: any StorageTransport
    private var handle: (any StorageHandle)?

    init(transport: any StorageTransport) { self.transport = transport }

    /// Returns when every command is sent, or the driver is off the interface.
    /// - Throws: `StorageError.gone` when the stick left in between, which is what eject is for; `.absent` when it had left before.
    func perform(_ method: SwitchMethod, on device: USBDevice) async throws(StorageError) {
        let handle = try await open(device)
        self.handle = handle
        try await send(Self.wrappers(of: method), over: handle)
    }

    private func open(_ device: USBDevice) async throws(StorageError) -> any StorageHandle {
        do throws(StorageError) {
            return try await transport.open(device)
        } catch {
            throw error == .gone ? .absent : error
        }
    }

    /// Closes what ``perform(_:on:)`` opened; usb-storage gets the interface back where the stick is still there.
    func letGo() async {
        guard let handle else { return }
        self.handle = nil
        await handle.close(reattach: true)
    }

    private func send(
        _ wrappers: [CommandBlockWrapper], over handle: any StorageHandle
    ) async throws(StorageError) {
        var failure: StorageError?
        for wrapper in wrappers {
            do throws(StorageError) {
                // The answer means nothing: sticks switch after a failed command.
                _ = try await handle.transfer(wrapper)
            } catch {
                if error == .gone { throw error }
                // LUN 1 may not exist; what comes after it still may be what this stick obeys.
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// What a method sends, in order.
    nonisolated static func wrappers(of method: SwitchMethod) -> [CommandBlockWrapper] {
        switch method {
        case .eject(let message): ejectSequence + [message].compactMap { $0.flatMap(CommandBlockWrapper.init(raw:)) }
        case .message(let message): [CommandBlockWrapper(raw: message)].compactMap(\.self)
        case .driverRelease: []
        }
    }

    /// The standard eject (MMC: PREVENT ALLOW MEDIUM REMOVAL, then START STOP UNIT with LoEj) to LUN 0, then 1.
    private nonisolated static var ejectSequence: [CommandBlockWrapper] {
        let allowRemoval: [UInt8] = [0x1e, 0, 0, 0, 0, 0]
        let eject: [UInt8] = [0x1b, 0, 0, 0, 0x02, 0]
        var tag: UInt32 = 0x7a74_6500
        var wrappers: [CommandBlockWrapper] = []
        for lun: UInt8 in [0, 1] {
            for command in [allowRemoval, eject] {
                tag += 1
                wrappers.append(CommandBlockWrapper(tag: tag, lun: lun, command: command))
            }
        }
        return wrappers
    }
}
