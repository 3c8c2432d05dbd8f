/// What no stick should do and some do, from the first moment on: for tests of whoever drives one. What comes and goes
/// while it runs is a ``ControlCommand``.
package enum StickFault: String, CaseIterable, Sendable {
    /// Interfaces have no endpoints.
    case noEndpoints = "no-endpoints"
    /// The configuration promises more interfaces than follow.
    case wrongCount = "wrong-count"
    /// The CD-ROM says that it is vendor's own, the ports that they are mass storage.
    case wrongClass = "wrong-class"
    /// Strings are as long as USB allows.
    case longStrings = "long-strings"
    /// Strings are no text: control characters, halves of surrogate pairs, a change of direction.
    case brokenStrings = "broken-strings"
    /// The CD-ROM takes commands and never says how they ended.
    case silentStorage = "silent-storage"
    /// The CD-ROM answers with the status of a command that nobody sent.
    case lyingStorage = "lying-storage"
    /// The CD-ROM takes no commands.
    case cloggedStorage = "clogged-storage"
    /// The CD-ROM answers the order to turn as if it obeyed, and stays what it is.
    case stubborn
    /// The endpoint stalls once before the CD-ROM says how an order ended.
    case stalledStatus = "stalled-status"
    /// Orders fail, it says, and does what they order.
    case failedOrders = "failed-orders"
    /// Orders end in a phase error, it says, and does what they order.
    case phaseErrors = "phase-errors"
    /// Orders to the card slot stall, and then fail.
    case failingLUN1 = "failing-lun1"
    /// Ports take AT commands and answer nothing.
    case hung
    /// Ports take nothing.
    case clogged
}

extension USBDescription {
    /// The same device, as one with these faults tells it.
    func distorted(by faults: Set<StickFault>) -> USBDescription {
        var told = self
        if faults.contains(.noEndpoints) {
            for index in told.interfaces.indices { told.interfaces[index].endpoints = [] }
        }
        if faults.contains(.wrongCount) { told.promisedInterfaces = interfaces.count + 6 }
        if faults.contains(.wrongClass) {
            for index in told.interfaces.indices {
                let isStorage = told.interfaces[index].code.0 == 0x08
                told.interfaces[index].code = isStorage ? (0xFF, 0xFF, 0xFF) : (0x08, 0x06, 0x50)
            }
        }
        if faults.contains(.longStrings) { told.everyString = [UInt16](repeating: 0x6F22, count: 126) }
        if faults.contains(.brokenStrings) { told.everyString = Self.noText }
        return told
    }

    /// A half of a pair, "clear the screen", a line feed, right to left, another half, the end of a C string.
    private static let noText: [UInt16] =
        [0x5A, 0xD800, 0x1B, 0x5B, 0x32, 0x4A, 0x0A, 0x202E, 0xDC00, 0x25, 0x73, 0x00, 0x45]
}
