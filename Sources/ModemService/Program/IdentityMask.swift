internal import Synchronization

/// Takes out of a text what tells one person's SIM, stick or number from another's: long runs of digits, as IMEI, IMSI and ICCID
/// are, and numbers with a plus in front. Their last three digits stay, so that two can be told apart.
package final class IdentityMask: Sendable {
    private static let shortestIdentity = 13
    private static let shortestNumber = 6
    private static let kept = 3
    /// Of a value that is an identity as a whole.
    private static let keptOfName = 4

    private let showsAll: Mutex<Bool>

    package init(showsAll: Bool = false) { self.showsAll = Mutex(showsAll) }

    /// Whether nothing is masked.
    package func setShowsAll(_ value: Bool) { showsAll.withLock { $0 = value } }

    func masked(_ text: String) -> String {
        if showsAll.withLock({ $0 }) { return text }
        var result: [UInt8] = []
        var digits: [UInt8] = []
        func settle() {
            let isNumber = result.last == UInt8(ascii: "+") && digits.count >= Self.shortestNumber
            if isNumber || digits.count >= Self.shortestIdentity {
                result += Array("…".utf8) + digits.suffix(Self.kept)
            } else {
                result += digits
            }
            digits = []
        }
        for byte in text.utf8 {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                digits.append(byte)
            } else {
                settle()
                result.append(byte)
            }
        }
        settle()
        return String(decoding: result, as: UTF8.self)
    }

    /// A name that stands for a SIM.
    func maskedName(_ name: String) -> String {
        if showsAll.withLock({ $0 }) { return name }
        return name.count > Self.keptOfName ? String(name.prefix(Self.keptOfName)) + "…" : name
    }
}
