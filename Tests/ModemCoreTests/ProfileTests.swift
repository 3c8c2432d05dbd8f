import ModemCore
import Testing

/// A profile as a value: its id, for whom it is, and its secrets.
struct ProfileTests {
    @Test(arguments: ["a", "home", "My_Profile_2", "7", String(repeating: "x", count: 64)])
    func idsThatAreTaken(text: String) throws { #expect(try ProfileID(text).text == text) }

    @Test(arguments: [
        "", ".", "..", "a/b", "../etc/passwd", "a.b", "a b", "a-b", "é", "a\u{0}", "a\n", "１", "\u{202e}a",
        String(repeating: "x", count: 65),
    ]) func idsThatAreRefused(text: String) { #expect(throws: InvalidValue.self) { try ProfileID(text) } }

    @Test(arguments: [
        ("26201", "26201"), ("262-01", "26201"), ("310-410", "310410"), ("310410", "310410"),
        ("89490200001234567890", "89490200001234567890"), ("8949020000123456789f", "8949020000123456789F"),
    ]) func simsThatAreTaken(text: String, kept: String) throws { #expect(try SIMMatch(text).text == kept) }

    @Test(arguments: [
        "", "2620", "26-201", "262-0", "262--01", "262-01-", "1234567", "Telekom", "894902000012345678901", "２６２０１",
    ])
    func simsThatAreRefused(text: String) { #expect(throws: InvalidValue.self) { try SIMMatch(text) } }

    @Test(arguments: ["356938035643809", "1-1", "2-1.4.3"])
    func sticksThatAreTaken(text: String) throws { #expect(try StickMatch(text).text == text) }

    @Test(arguments: ["", "1", "1-", "-1", "1-1.", "../1-1", "ttyUSB0", "35693803564380", "3569380356438091", "1-1\n"])
    func sticksThatAreRefused(text: String) { #expect(throws: InvalidValue.self) { try StickMatch(text) } }

    private func profile(_ id: String = "home", sim: String? = nil, stick: String? = nil, auto: Bool = true) throws
        -> Profile
    {
        Profile(
            id: try ProfileID(id), autoconnect: auto, sim: try sim.map { try SIMMatch($0) },
            stick: try stick.map { try StickMatch($0) })
    }

    private static let known = Profile.Occasion(
        port: "1-1", imei: "356938035643809", iccid: "89490200001234567890", home: "26201")
    private static let unknown = Profile.Occasion(port: "1-1")

    @Test(
        arguments: [
            (nil, nil, true), ("26201", nil, true), ("26202", nil, false), ("89490200001234567890", nil, true),
            ("89490200001234567891", nil, false), (nil, "1-1", true), (nil, "1-2", false),
            (nil, "356938035643809", true),
            (nil, "356938035643800", false), ("26201", "1-2", false), ("26202", "1-1", false),
        ] as [(String?, String?, Bool)]) func forWhomItIs(sim: String?, stick: String?, fits: Bool) throws
    {
        let profile = try profile(sim: sim, stick: stick)
        #expect((profile.mismatch(with: Self.known) == nil) == fits)
        #expect(profile.isWanted(on: Self.known) == fits)
    }

    @Test func whatIsNotKnownIsNoMismatchAndNoReasonToConnect() throws {
        for profile in [try profile(sim: "26201"), try profile(stick: "356938035643809")] {
            #expect(profile.mismatch(with: Self.unknown) == nil)
            #expect(!profile.isWanted(on: Self.unknown))
        }
        #expect(try profile().isWanted(on: Self.unknown))
        #expect(try !profile(auto: false).isWanted(on: Self.known))
    }

    @Test func theOneThatSaysMostIsWanted() throws {
        let any = try profile("any"), home = try profile("home", sim: "26201"), port = try profile("port", stick: "1-1")
        let card = try profile("card", sim: "89490200001234567890"), other = try profile("a", sim: "26202")
        func wanted(_ profiles: Profile...) -> String? { Profile.wanted(among: profiles, on: Self.known)?.id.text }
        #expect(wanted(any, home, port, card, other) == "card")
        #expect(wanted(any, home, port, other) == "home")
        #expect(wanted(any, port, other) == "port")
        #expect(wanted(other) == nil)
        #expect(wanted(try profile("b"), try profile("c")) == "b")
    }

    @Test func secretsAreApartAndUnsaid() throws {
        let settings = ConnectSettings(password: try Credential("words", name: "password"), pin: try PIN("4711"))
        let profile = Profile(id: try ProfileID("home"), settings: settings)
        #expect(profile.settings.password == nil && profile.settings.pin == nil)
        var wanted = settings
        (wanted.pin, wanted.storedPIN) = (nil, settings.pin)
        #expect(profile.connectSettings == wanted)
        let printed = "\(profile) \(profile.secrets) \(String(reflecting: profile))"
        #expect(!printed.contains("words"))
    }
}
