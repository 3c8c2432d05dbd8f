import Testing

@testable import zte_client

@Suite struct MaskedTextTests {
    @Test(arguments: [
        ("IMEI 356938035643809", "IMEI ***09"), ("89351010000000000014F", "***14F"), ("12345678901234567890", "***90"),
        ("+351911234567", "***67"), ("+49 171 123-4567 rang", "***67 rang"), ("call 01711234567.", "call ***67."),
        ("٠١٢٣٤٥٦٧٨", "***٧٨"), ("123456", "123456"), ("+123 456", "+123 456"),
        ("2026-11-26T16:15:06+0000 gw zte", "2026-11-26T16:15:06+0000 gw zte"), ("-0x7f 3", "-0x7f 3"),
        ("10.64.11.7 to 192.0.2.1", "10.64.*.* to 192.0.*.*"), ("127.0.0.53", "127.0.0.53"), ("1.2.3", "1.2.3"),
        ("2001:db8:1:2::9 up", "2001:*** up"), ("::1", ":***"), ("02:42:ac:11:00:02", "02:***"),
        ("at 16:15:06", "at 16:15:06"),
        ("password=geheim x", "password=*** x"), (#"{"Password":"ge\"heim","a":1}"#, #"{"Password":"***","a":1}"#),
        ("'username': <'anna'>, 'b'", "'username': <'***'>, 'b'"), ("pin: 4711", "pin: ***"),
        ("PinRetries: 3", "PinRetries: 3"),
        (#"AT+CPIN="4711""#, #"AT+CPIN="***""#), ("pin", "pin"), ("pin=", "pin="), ("pin=\"", "pin=\"***"), ("", ""),
        ("ping: 12", "ping: 12"), ("a\n\nb\n", "a\n\nb\n"), ("\\", "\\"), ("\u{0}\u{301}1234567", "\u{0}\u{301}***67"),
    ])
    func whatIsTakenOut(text: String, expected: String) { #expect(MaskedText.mask(text) == expected) }

    /// Whatever stands around a number, it does not survive.
    @Test func anyTextIsTaken() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("+-:.=\"' \\pin,}{<>[]()/aF0\n\r\u{301}\u{202e}٣").map(String.init)
        for _ in 0..<2000 {
            let noise = { (0..<8).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined() }
            let masked = MaskedText.mask(noise() + "x356938035643809x" + noise())
            #expect(!masked.contains("3569380") && !masked.contains("5643809"))
        }
    }
}
