/// A message on its way to the stick, as somebody at the control socket describes it.
package struct DeliveredMessage: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case text(String)
        /// 8-bit data.
        case data([UInt8])
    }

    package enum Alphabet: Equatable, Sendable { case seven, eight, sixteen }

    package struct Ports: Equatable, Sendable {
        package var destination: UInt16
        package var source: UInt16
    }

    /// A number, or a name.
    package var sender: String
    package var content: Content
    /// 0 is the flash message; nil: none is said.
    package var messageClass: UInt8?
    /// UCS-2, although the text would do with less.
    package var wantsUCS2 = false
    package var ports: Ports?
    /// Common to all parts.
    package var reference: UInt8 = 0
    /// As +CCLK writes it; nil: the network's time.
    package var time: String?
    /// Parts in the order they arrive in, from 1; empty: all of them, in theirs. What does not exist is left out.
    package var order: [Int] = []

    package init(sender: String, content: Content) {
        self.sender = sender
        self.content = content
    }

    /// Each as a store keeps it: the service centre, then an SMS-DELIVER (23.040, 9.2.2.1).
    func pdus(serviceCentre: String, now: String) -> [[UInt8]] {
        let parts = split()
        let order = order.isEmpty ? Array(1...parts.count) : order.filter((1...parts.count).contains)
        return order.map { number in
            let header = header(part: number, of: parts.count)
            return PDUAddress.serviceCentre(serviceCentre) + head(hasHeader: !header.isEmpty)
                + (PDUTime.bytes(time ?? now) ?? [UInt8](repeating: 0, count: 7))
                + Self.userData(parts[number - 1], header: header, alphabet)
        }
    }

    private var alphabet: Alphabet {
        switch content {
        case .data: .eight
        case .text(let text): wantsUCS2 || GSMText.septets(text) == nil ? .sixteen : .seven
        }
    }

    /// No more messages wait, and an SMS-DELIVER: 0x04. Then who sent it, no protocol, and the coding (23.038, 4).
    private func head(hasHeader: Bool) -> [UInt8] {
        let coding: UInt8 = [.seven: 0x00, .eight: 0x04, .sixteen: 0x08][alphabet] ?? 0
        return [hasHeader ? 0x44 : 0x04] + PDUAddress.bytes(sender) + [
            0x00, messageClass.map { coding | 0x10 | $0 } ?? coding,
        ]
    }

    /// 23.040, 9.2.3.24: ports of 16 bits are element 5, parts with a reference of 8 bits element 0.
    private func header(part: Int, of count: Int) -> [UInt8] {
        var elements: [UInt8] = []
        if let ports {
            elements += [5, 4] + [ports.destination, ports.source].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
        if count > 1 { elements += [0, 3, reference, UInt8(clamping: count), UInt8(clamping: part)] }
        return elements.isEmpty ? [] : [UInt8(elements.count)] + elements
    }

    // MARK: Parts

    private static let mostBytes = 140

    /// Septets or bytes of each part; at least one.
    private func split() -> [[UInt8]] {
        let pieces: [[UInt8]]
        switch (content, alphabet) {
        case (.data(let bytes), _): pieces = bytes.map { [$0] }
        case (.text(let text), .seven): pieces = text.unicodeScalars.compactMap { GSMText.septets(of: $0) }
        // A character beyond the first plane is not torn apart.
        case (.text(let text), _): pieces = text.unicodeScalars.map { UCS2.bytes(String($0)) }
        }
        let single = Self.joined(pieces, limit: room(after: header(part: 1, of: 1)))
        return single.count == 1 ? single : Self.joined(pieces, limit: room(after: header(part: 1, of: 2)))
    }

    /// In septets or bytes.
    private func room(after header: [UInt8]) -> Int {
        let bytes = Self.mostBytes - header.count
        return alphabet == .seven ? bytes * 8 / 7 : bytes
    }

    private static func joined(_ pieces: [[UInt8]], limit: Int) -> [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        for piece in pieces {
            if parts[parts.count - 1].count + piece.count > limit { parts.append([]) }
            parts[parts.count - 1] += piece
        }
        return parts
    }

    /// TP-UDL and TP-UD. Septets begin on a septet's border behind the header.
    private static func userData(_ part: [UInt8], header: [UInt8], _ alphabet: Alphabet) -> [UInt8] {
        guard alphabet == .seven else { return [UInt8(header.count + part.count)] + header + part }
        let headerSeptets = (header.count * 8 + 6) / 7
        let packed = GSMText.packed(part, fill: headerSeptets * 7 - header.count * 8)
        return [UInt8(headerSeptets + part.count)] + header + packed
    }
}
