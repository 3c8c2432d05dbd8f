internal import DeviceCatalog

// The kernel has made no ports of the stick: its driver may not know it, or not be there.
extension Modem.StateMachine {
    /// Asked once for each presence, and only after the time that ports may take to appear.
    mutating func noPorts() -> [Action] {
        guard case .modem(let device, let map) = presence, driver == nil, !isAskingDriver else {
            return [.stop(.settle)] + failed(.noDriver)
        }
        isAskingDriver = true
        return [.start(.settle, Limits.settle), .askDriver(device.usbID, like: map.driverLike)]
    }

    mutating func driverAnswered(_ answer: DriverAnswer) -> [Action] {
        guard isAskingDriver else { return [] }
        isAskingDriver = false
        driver = answer
        guard case .settling = phase, candidates.isEmpty else { return [] }
        switch answer {
        // Its ports follow.
        case .adopted: return [.start(.settle, Limits.settle)]
        case .moduleMissing, .unknownID, .refused: return [.stop(.settle)] + failed(.noDriver)
        }
    }
}
