/// Text of 16 bits a unit, high octet first. The standard says UCS-2; phones send UTF-16.
enum UCS2 {
    /// Total: half a pair of surrogates becomes U+FFFD, and a last odd octet is left out.
    static func decode(_ octets: some Collection<UInt8>) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(octets.count / 2)
        var high: UInt8?
        for octet in octets {
            if let first = high {
                units.append(UInt16(first) << 8 | UInt16(octet))
                high = nil
            } else {
                high = octet
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    static func encode(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    }
}
