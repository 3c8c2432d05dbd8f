@testable import ATProtocol

/// A message that is spelled in hexadecimal.
func message(_ hexadecimal: String, length: Int? = nil) throws -> ShortMessage {
    guard let octets = Hexadecimal.decode(Array(hexadecimal.utf8)) else { throw PDUError.notHexadecimal }
    return try ShortMessage(octets: octets, length: length)
}

func received(_ hexadecimal: String, length: Int? = nil) throws -> ShortMessageDeliver {
    guard case .deliver(let deliver) = try message(hexadecimal, length: length) else { throw PDUError.trailingBytes }
    return deliver
}

func sent(_ hexadecimal: String) throws -> ShortMessageSubmit {
    guard case .submit(let submit) = try message(hexadecimal) else { throw PDUError.trailingBytes }
    return submit
}

func report(_ hexadecimal: String) throws -> ShortMessageStatusReport {
    guard case .statusReport(let report) = try message(hexadecimal) else { throw PDUError.trailingBytes }
    return report
}

/// SplitMix64: the same numbers in every run.
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    mutating func octets(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }
}
