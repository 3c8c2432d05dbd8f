/// How long a service centre keeps a message that it cannot deliver (3GPP TS 23.040, 9.2.3.12).
package enum ValidityPeriod: Hashable, Sendable {
    case relative(minutes: Int)
    /// Nil: what stands there is no time.
    case absolute(ServiceCentreTime?)
    /// As it came.
    case enhanced([UInt8])

    private static let hour = 60
    private static let day = 24 * hour
    private static let week = 7 * day

    /// The shortest period of those that can be said, 5 minutes to 63 weeks, that is not shorter than this.
    package static func atLeast(_ duration: Duration) -> ValidityPeriod {
        let seconds = min(max(duration, .zero), .seconds(63 * week * 60)).components.seconds
        return .relative(minutes: minutes(of: octet(of: Int(seconds + 59) / 60)))
    }

    init?(_ reader: inout OctetReader, format: UInt8) throws(PDUError) {
        switch format {
        case MessageFlags.relativeValidity: self = .relative(minutes: Self.minutes(of: try reader.octet()))
        case MessageFlags.enhancedValidity: self = .enhanced(Array(try reader.octets(ServiceCentreTime.size)))
        case MessageFlags.validityFormat:
            self = .absolute(ServiceCentreTime(try reader.octets(ServiceCentreTime.size)))
        default: return nil
        }
    }

    var flags: UInt8 {
        switch self {
        case .relative: MessageFlags.relativeValidity
        case .absolute: MessageFlags.validityFormat
        case .enhanced: MessageFlags.enhancedValidity
        }
    }

    var octets: [UInt8] {
        switch self {
        case .relative(let minutes): [Self.octet(of: minutes)]
        case .absolute(let time): time?.octets ?? [UInt8](repeating: 0, count: ServiceCentreTime.size)
        case .enhanced(let octets): octets
        }
    }

    // MARK: Relative

    private static func minutes(of octet: UInt8) -> Int {
        let value = Int(octet)
        switch value {
        case 0...143: return (value + 1) * 5
        case 144...167: return 12 * hour + (value - 143) * 30
        case 168...196: return (value - 166) * day
        default: return (value - 192) * week
        }
    }

    private static func octet(of minutes: Int) -> UInt8 {
        (UInt8.min...UInt8.max).first { Self.minutes(of: $0) >= minutes } ?? .max
    }
}
