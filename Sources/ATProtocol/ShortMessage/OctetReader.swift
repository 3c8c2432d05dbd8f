/// Reads octets from the front; what is not there is an error.
struct OctetReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ octets: ArraySlice<UInt8>) { rest = octets }

    mutating func octet() throws(PDUError) -> UInt8 {
        guard let first = rest.popFirst() else { throw .truncated }
        return first
    }

    /// - Parameter count: not negative.
    mutating func octets(_ count: Int) throws(PDUError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
