/// Transfers the device has not answered yet, in the order of their arrival on each endpoint.
struct PendingTransfers {
    /// More than any driver keeps in flight on all endpoints of one device.
    static let limit = 1024

    private var queues: [UInt8: [USBIPSubmit]] = [:]
    private(set) var count = 0

    var isFull: Bool { count >= Self.limit }

    mutating func add(_ submit: USBIPSubmit) {
        queues[submit.endpoint, default: []].append(submit)
        count += 1
    }

    func first(on endpoint: UInt8) -> USBIPSubmit? { queues[endpoint]?.first }

    mutating func removeFirst(on endpoint: UInt8) {
        guard queues[endpoint]?.isEmpty == false else { return }
        queues[endpoint]?.removeFirst()
        count -= 1
    }

    /// Takes the transfer back. False when it is not here: it was answered before the request to unlink arrived, and
    /// the host sorts that out from the order of the two answers.
    mutating func unlink(_ sequence: UInt32) -> Bool {
        for (endpoint, queue) in queues {
            guard let index = queue.firstIndex(where: { $0.sequence == sequence }) else { continue }
            queues[endpoint]?.remove(at: index)
            count -= 1
            return true
        }
        return false
    }
}
