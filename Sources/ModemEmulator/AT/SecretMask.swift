/// Command lines as a log may show them: PIN and PUK digits starred out, control characters made visible.
enum SecretMask {
    private static let secretive = ["+CPIN", "+CLCK", "+CPWD"]

    static func masked(_ line: String) -> String {
        let visible = String(line.unicodeScalars.prefix(200).map { Character(isPrintable($0) ? $0 : "?") })
        return visible.split(separator: ";", omittingEmptySubsequences: false).map(maskedCommand).joined(separator: ";")
    }

    private static func maskedCommand(_ command: Substring) -> String {
        let upper = command.uppercased()
        guard secretive.contains(where: { upper.contains($0) }) else { return String(command) }
        return String(command.map { $0.isNumber ? "*" : $0 })
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool { (0x20...0x7E).contains(scalar.value) }
}
