/// The numbers that tell sticks of one kind apart.
package enum StickNumbers {
    /// `first` with the serial number `offset` further and its check digit (3GPP TS 23.003, 6.2.1); itself for 0, whatever its
    /// check digit is.
    package static func imei(_ first: String, offset: Int) -> String {
        if offset == 0 { return first }
        let body = counted(String(first.dropLast()), offset: offset)
        return body + String(checkDigit(of: body))
    }

    /// Decimal digits counted up, of the same length; after nines only come zeros.
    package static func counted(_ first: String, offset: Int) -> String {
        var rest = offset
        var digits: [Character] = []
        for digit in first.reversed() {
            let sum = (digit.wholeNumberValue ?? 0) + rest % 10
            rest = rest / 10 + sum / 10
            digits.append(Character(String(sum % 10)))
        }
        return String(digits.reversed())
    }

    /// Luhn's (ISO/IEC 7812-1).
    private static func checkDigit(of body: String) -> Int {
        let sum = body.reversed().enumerated().reduce(0) { sum, next in
            let digit = next.element.wholeNumberValue ?? 0
            let doubled = next.offset % 2 == 0 ? digit * 2 : digit
            return sum + doubled / 10 + doubled % 10
        }
        return (10 - sum % 10) % 10
    }
}
