/// The last field of a message: its header and its content (3GPP TS 23.040, 9.2.3.16 and 9.2.3.24).
struct UserData: Equatable {
    static let maximumOctets = 140

    var header: UserDataHeader
    var content: ShortMessageContent

    /// - Parameter reader: at the length; at the end of the content afterwards.
    init(_ reader: inout OctetReader, scheme: DataCodingScheme, hasHeader: Bool) throws(PDUError) {
        let length = Int(try reader.octet())
        // The length counts what can be read without a key: compressed septets are octets.
        let isPacked = scheme.alphabet == .gsm && !scheme.isCompressed
        let size = isPacked ? SeptetPacking.octets(for: length) : length
        guard size <= Self.maximumOctets else { throw .invalidUserData }
        let octets = try reader.octets(size)
        header = UserDataHeader()
        var body = octets
        if hasHeader, let headerLength = octets.first {
            guard Int(headerLength) < octets.count else { throw .invalidUserData }
            header = UserDataHeader(octets.dropFirst().prefix(Int(headerLength)))
            body = octets.dropFirst(Int(headerLength) + 1)
        }
        let headerSize = octets.count - body.count
        let isText = isPacked || (scheme.alphabet == .ucs2 && !scheme.isCompressed)
        guard isText else {
            content = .data(Array(body))
            return
        }
        guard isPacked else {
            content = .text(UCS2.decode(body))
            return
        }
        let septets = length - (headerSize * 8 + 6) / 7
        guard septets >= 0 else { throw .invalidUserData }
        let fillBits = SeptetPacking.fillBits(after: headerSize)
        content = .text(
            GSMAlphabet.decode(
                SeptetPacking.unpack(body, fillBits: fillBits, count: septets), locking: header.locking,
                single: header.single))
    }

    init(header: UserDataHeader, content: ShortMessageContent) {
        self.header = header
        self.content = content
    }

    /// With the length in front. What is longer than a message is cut off: who makes parts makes them fit.
    func octets(in alphabet: MessageAlphabet) -> [UInt8] {
        let front = header.octets
        let room = Self.maximumOctets - front.count
        switch (content, alphabet) {
        case (.data(let data), _): return whole(front, data.prefix(room))
        case (.text(let text), .ucs2), (.text(let text), .data): return whole(front, UCS2.encode(text).prefix(room))
        case (.text(let text), .gsm):
            let fillBits = SeptetPacking.fillBits(after: front.count)
            let septets = (GSMAlphabet.encode(text) ?? []).prefix((room * 8 - fillBits) / 7)
            let length = (front.count * 8 + 6) / 7 + septets.count
            return [UInt8(length)] + front + SeptetPacking.pack(septets, fillBits: fillBits)
        }
    }

    private func whole(_ front: [UInt8], _ body: some Collection<UInt8>) -> [UInt8] {
        [UInt8(front.count + body.count)] + front + body
    }
}
