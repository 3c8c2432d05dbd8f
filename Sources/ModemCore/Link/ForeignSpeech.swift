/// Listens to what a port says while it is asked for the first time, and tells one that is none for commands.
struct ForeignSpeech: Sendable {
    /// So many zero bytes in a row are none that slipped in between two lines.
    static let zeroBlock = 16
    /// Begins and ends a frame of Qualcomm's diagnostics, and of PPP.
    private static let frameFlag: UInt8 = 0x7e

    /// A known port may be in the middle of a call that an earlier service has left; of an unknown one that is not assumed.
    let knowsFrames: Bool
    let knowsZeros: Bool
    private var zeros = 0

    init(knowsZeros: Bool, knowsFrames: Bool) {
        self.knowsZeros = knowsZeros
        self.knowsFrames = knowsFrames
    }

    /// - Returns: whether it has given itself away.
    mutating func isHeard(in bytes: [UInt8]) -> Bool {
        if knowsFrames, bytes.contains(Self.frameFlag) { return true }
        guard knowsZeros else { return false }
        for byte in bytes {
            zeros = byte == 0 ? zeros + 1 : 0
            if zeros == Self.zeroBlock { return true }
        }
        return false
    }
}
