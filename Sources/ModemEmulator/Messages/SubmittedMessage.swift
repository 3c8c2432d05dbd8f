/// A message the host has handed over: an SMS-SUBMIT (23.040, 9.2.2.2).
struct SubmittedMessage: Equatable, Sendable {
    struct Part: Equatable, Sendable {
        var reference: Int
        var count: Int
        var number: Int
    }

    var number: String
    /// nil for 8-bit data.
    var text: String?
    var data: [UInt8]
    var part: Part?
    var wantsReport: Bool
    /// Without the service centre in front.
    var pdu: [UInt8]

    /// nil for what is not a whole SMS-SUBMIT.
    init?(_ pdu: [UInt8]) {
        var rest = pdu[...]
        guard let first = rest.popFirst(), first & 0x03 == 0x01, rest.popFirst() != nil,
            let number = PDUAddress.take(&rest), rest.popFirst() != nil, let coding = rest.popFirst()
        else { return nil }
        let validity = [0, 7, 1, 7][Int(first >> 3 & 0x03)]
        guard rest.count > validity else { return nil }
        rest = rest.dropFirst(validity)
        guard let length = rest.popFirst(), let content = Content(Array(rest), length, coding, first & 0x40 != 0) else {
            return nil
        }
        self.number = number
        text = content.text
        data = content.data
        part = content.part
        wantsReport = first & 0x20 != 0
        self.pdu = pdu
    }

    private struct Content {
        var text: String?
        var data: [UInt8]
        var part: Part?

        init?(_ bytes: [UInt8], _ length: UInt8, _ coding: UInt8, _ hasHeader: Bool) {
            let isSeven = coding & 0x0C == 0
            let expected = isSeven ? (Int(length) * 7 + 7) / 8 : Int(length)
            guard bytes.count == expected else { return nil }
            let headerLength = hasHeader ? Int(bytes.first ?? 0) + 1 : 0
            guard headerLength <= bytes.count else { return nil }
            data = Array(bytes.dropFirst(headerLength))
            part = Self.part(Array(bytes.prefix(headerLength).dropFirst()))
            if isSeven {
                let headerSeptets = (headerLength * 8 + 6) / 7
                let fill = headerSeptets * 7 - headerLength * 8
                text = GSMText.text(GSMText.unpacked(data, count: max(Int(length) - headerSeptets, 0), fill: fill))
            } else if coding & 0x0C == 0x08 {
                text = UCS2.text(data)
            }
        }

        /// The first element that tells of parts: 0 with a reference of 8 bits, 8 with one of 16.
        private static func part(_ header: [UInt8]) -> Part? {
            var rest = header[...]
            while let kind = rest.popFirst(), let length = rest.popFirst(), rest.count >= Int(length) {
                let value = rest.prefix(Int(length)).map { Int($0) }
                rest = rest.dropFirst(Int(length))
                switch (kind, value.count) {
                case (0, 3): return Part(reference: value[0], count: value[1], number: value[2])
                case (8, 4): return Part(reference: value[0] << 8 | value[1], count: value[2], number: value[3])
                default: continue
                }
            }
            return nil
        }
    }
}
