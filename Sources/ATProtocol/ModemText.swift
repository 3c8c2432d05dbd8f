/// Text from the stick, made harmless: it may be shown, logged and sent over D-Bus as it is.
package enum ModemText {
    /// Longest text kept, in Unicode scalars: characters have no upper size.
    package static let limit = 128

    /// Repairs UTF-8, removes control and direction characters, trims blanks.
    package static func clean(_ bytes: some Sequence<UInt8>, limit: Int = limit) -> String {
        // Four bytes a scalar at most, and as much again that is removed: bounds the work on a hostile line.
        let text = String(decoding: Array(bytes.prefix(limit * 8)), as: UTF8.self)
        var scalars = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars where isAllowed(scalar) {
            if scalar == " " && scalars.isEmpty { continue }
            if count == limit { break }
            scalars.append(scalar)
            count += 1
        }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // C0, DEL and C1.
        case 0..<0x20, 0x7f...0x9f: false
        // Line separators and what reverses the direction of the text around it.
        case 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: false
        default: true
        }
    }
}

func asciiUppercased(_ byte: UInt8) -> UInt8 { (0x61...0x7a).contains(byte) ? byte & 0xdf : byte }

func asciiLowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

extension RandomAccessCollection<UInt8> {
    /// Whether the bytes begin with `prefix`, in any case of its letters.
    func beginsIgnoringCase(with prefix: some Collection<UInt8>) -> Bool {
        count >= prefix.count && zip(self, prefix).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
        return slice
    }
}
