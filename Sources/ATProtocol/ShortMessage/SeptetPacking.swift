/// Septets in octets, without a gap (3GPP TS 23.038, 6.1.2.1).
enum SeptetPacking {
    /// Octets that so many septets fill.
    static func octets(for septets: Int) -> Int { (septets * 7 + 7) / 8 }

    /// Bits between a header of so many octets and the septet that begins next (3GPP TS 23.040, 9.2.3.24).
    static func fillBits(after octets: Int) -> Int { (7 - octets * 8 % 7) % 7 }

    static func pack(_ septets: some Sequence<UInt8>, fillBits: Int = 0) -> [UInt8] {
        var octets: [UInt8] = []
        var bits = 0
        var count = fillBits
        for septet in septets {
            bits |= Int(septet & 0x7f) << count
            count += 7
            while count >= 8 {
                octets.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                count -= 8
            }
        }
        if count > 0 { octets.append(UInt8(truncatingIfNeeded: bits)) }
        return octets
    }

    /// As many as asked for, or as there are.
    static func unpack(_ octets: some Sequence<UInt8>, fillBits: Int = 0, count limit: Int = .max) -> [UInt8] {
        var septets: [UInt8] = []
        var bits = 0
        var count = -fillBits
        for octet in octets {
            // The filling is pushed out below the first bit.
            bits |= count < 0 ? Int(octet) >> -count : Int(octet) << count
            count += 8
            while count >= 7, septets.count < limit {
                septets.append(UInt8(bits & 0x7f))
                bits >>= 7
                count -= 7
            }
            if septets.count == limit { break }
        }
        return septets
    }
}
