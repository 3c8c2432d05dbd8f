import EventLoop
import ModemCore

/// Says `passed` to every command but those with an answer of their own.
@LoopActor final class AnsweringStorage: StorageTransport, StorageHandle {
    var answers: [Int: Result<CommandStatus, StorageError>] = [:]
    private(set) var wrappers: [CommandBlockWrapper] = []
    private(set) var opened = 0
    /// Why it cannot be opened.
    var refusal: StorageError?

    nonisolated init() {}

    func open(_ device: USBDevice) async throws(StorageError) -> any StorageHandle {
        if let refusal { throw refusal }
        opened += 1
        return self
    }

    func transfer(_ wrapper: CommandBlockWrapper) async throws(StorageError) -> CommandStatus {
        wrappers.append(wrapper)
        return try answers[wrappers.count - 1]?.get() ?? .passed
    }

    func close(reattach: Bool) async {}
}
