import DBus
import ModemAPI
import ModemCore
import ModemService
import Testing

/// The argument of Connect: what a caller sends, and what the domain may see of it.
struct ConnectSettingsTests {
    /// A value each key takes; nil for the one that cannot be used yet.
    private static func good(_ setting: ConnectSetting) -> Value? {
        switch setting {
        case .profile: nil
        case .apn: .string("internet.example")
        case .username: .string("somebody")
        case .password: .string("some words")
        case .authentication: .string("chap")
        case .pin: .string("1234")
        case .ipType: .string("ipv4v6")
        case .allowRoaming, .defaultRoute, .peerDNS: .boolean(false)
        case .routeMetric: .uint32(.max)
        case .number: .string("*99***2#")
        }
    }

    private func refusal(_ settings: [String: Value]) -> BusError? {
        do throws(BusError) {
            _ = try ConnectSettings(bus: settings)
            return nil
        } catch {
            return error
        }
    }

    @Test func nothingSaidIsTheDefault() throws {
        #expect(try ConnectSettings(bus: [:]) == ConnectSettings())
    }

    @Test func everyKeyReachesItsSetting() throws {
        let said = Dictionary(
            uniqueKeysWithValues: ConnectSetting.allCases.compactMap { key in
                Self.good(key).map { (key.rawValue, $0) }
            })
        let expected = ConnectSettings(
            accessPoint: try AccessPointName("internet.example"), number: try DialNumber("*99***2#"),
            username: try Credential("somebody", name: "username"),
            password: try Credential("some words", name: "password"), authentication: .chap, pin: try PIN("1234"),
            allowRoaming: false, defaultRoute: false, routeMetric: .max, peerDNS: false,
            ipType: .ipv4v6)
        #expect(said.count == ConnectSetting.allCases.count - 1)
        #expect(try ConnectSettings(bus: said) == expected)
    }

    @Test(arguments: ConnectSetting.allCases) func aKeyChangesOnlyItsOwnSetting(key: ConnectSetting) throws {
        guard let value = Self.good(key) else { return }
        let settings = try ConnectSettings(bus: [key.rawValue: value])
        #expect(settings != ConnectSettings())
        #expect(try ConnectSettings(bus: [key.rawValue: .variant(.variant(value))]) == settings)
    }

    @Test(arguments: Authentication.allCases) func everyAuthenticationIsTaken(kind: Authentication) throws {
        #expect(try ConnectSettings(bus: ["auth": .string(kind.rawValue)]).authentication == kind)
    }

    @Test(arguments: ConnectSetting.allCases) func aWrongTypeNamesTheKeyAndTheTypeItTakes(key: ConnectSetting) {
        let values: [Value] = [
            .byte(1), .boolean(true), .int32(1), .uint32(1), .uint64(1), .double(1), .string("true"),
            .objectPath(.root), .signature(.string), .array(.string, [.string("a")]), .settings(["a": .byte(1)]),
            .structure([.string("a")]), .variant(.int64(1)),
        ]
        for value in values where !value.isOf(key.signature) {
            let refusal = refusal([key.rawValue: value])
            #expect(refusal?.name == ErrorName.invalidArguments.name, "\(value)")
            #expect(refusal?.message.hasPrefix(key.rawValue + " ") == true, "\(value)")
            if key != .profile {
                #expect(refusal?.message == "\(key.rawValue) must be of the D-Bus type '\(key.signature)'.", "\(value)")
            }
        }
    }

    @Test(arguments: ["", "APN", "apn ", "pass", "ip_type", "Ω\u{0}\n"]) func anUnknownKeyIsNamed(key: String) {
        #expect(refusal([key: .string("x")]) == ErrorName.invalidArguments("'\(key)' is not a setting of Connect."))
    }

    @Test func aLongUnknownKeyIsNotRepeatedWhole() {
        let refusal = refusal([String(repeating: "k", count: 100_000): .boolean(true)])
        #expect(refusal?.name == ErrorName.invalidArguments.name)
        #expect(refusal.map { $0.message.utf8.count < 100 } == true)
    }

    @Test(arguments: ConnectSetting.allCases) func hostileTextIsRefusedAndNotRepeated(key: ConnectSetting) {
        guard key.signature == .string else { return }
        let marker = "s3cret"
        for text in [
            "", marker + "\"", marker + "\\", marker + "\r\nATH\r", marker + "\0", marker + "\u{1b}[2J",
            marker + "ü", "١٢٣٤", marker + String(repeating: "1", count: 1_000_000),
        ] {
            let refusal = refusal([key.rawValue: .string(text)])
            #expect(refusal?.name == ErrorName.invalidArguments.name, "\(text.prefix(20))")
            #expect(refusal?.message.hasPrefix(key.rawValue + " ") == true, "\(text.prefix(20))")
            #expect(refusal?.message.contains(marker) == false, "\(text.prefix(20))")
        }
    }

    @Test(arguments: [
        ("auth", "PAP"), ("auth", "eap"), ("ip-type", "ipv6"), ("ip-type", "IPv4"), ("profile", "home"),
        ("pin", "123"), ("pin", "123456789"), ("number", "+"), ("number", "112;"), ("apn", ".a"), ("apn", "a..b"),
    ])
    func whatIsNotAllowedIsRefused(key: String, value: String) {
        let refusal = refusal([key: .string(value)])
        #expect(refusal?.name == ErrorName.invalidArguments.name)
        #expect(refusal?.message.hasPrefix(key + " ") == true)
    }

    @Test func oneBadKeyAmongGoodOnesRefusesTheCall() {
        let refusal = refusal(["apn": .string("internet"), "pin": .string("12"), "zzz": .byte(0)])
        #expect(refusal == ErrorName.invalidArguments("pin must be 4 to 8 digits."))
    }
}

extension Value {
    /// Whether it is what a setting of the basic type `signature` holds.
    fileprivate func isOf(_ signature: Signature) -> Bool {
        switch self {
        case .string: signature == String.signature
        case .boolean: signature == Bool.signature
        case .uint32: signature == UInt32.signature
        case .byte, .int16, .uint16, .int32, .int64, .uint64, .double, .objectPath, .signature, .descriptor, .array,
            .dictionary, .structure, .variant:
            false
        }
    }
}
