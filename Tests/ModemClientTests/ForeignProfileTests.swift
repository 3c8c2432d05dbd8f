import DBus
import ModemClient
import Testing

/// Files of NetworkManager and wvdial, as people have them.
struct ForeignProfileTests {
    private func read(_ text: String, section: String? = nil) throws(ForeignProfile.Failure) -> ForeignProfile {
        try ForeignProfile(parsing: Array(text.utf8), section: section)
    }

    private func failure(_ text: String, section: String? = nil) -> ForeignProfile.Failure? {
        do throws(ForeignProfile.Failure) {
            _ = try read(text, section: section)
            return nil
        } catch {
            return error
        }
    }

    // MARK: NetworkManager

    private static let connection = """
        [connection]
        id=My operator (prepaid)
        uuid=5b3c1a1e-0000-4000-8000-1234567890ab
        type=gsm
        permissions=user:ann:;
        timestamp=1700000000

        [gsm]
        apn=internet.example
        home-only=true
        device-id=0123456789abcdef0123456789abcdef01234567
        network-id=26201
        sim-operator-id=26201
        username=\\suser
        password=se;cret #1 ; x
        password-flags=0
        pin=1234
        mtu=1400

        [ppp]
        refuse-chap=true
        refuse-eap=true
        require-mppe=true

        [serial]
        baud=115200

        [ipv4]
        dns=192.0.2.1;
        ignore-auto-dns=true
        method=auto
        never-default=true
        route-metric=700

        [ipv6]
        addr-gen-mode=default
        method=auto

        [proxy]
        """

    @Test func aConnectionOfNetworkManager() throws {
        let profile = try read(Self.connection)
        #expect(
            profile.settings == [
                "id": .string("My_operator_prepaid"), "autoconnect": .boolean(true), "apn": .string("internet.example"),
                "allow-roaming": .boolean(false), "sim": .string("26201"), "username": .string(" user"),
                "password": .string("se;cret #1 ; x"), "pin": .string("1234"), "auth": .string("pap"),
                "peer-dns": .boolean(false), "default-route": .boolean(false), "route-metric": .uint32(700),
            ])
        let named = profile.notes.map { $0.prefix { $0 != ":" } }
        #expect(
            named == [
                "connection.permissions", "gsm.device-id", "gsm.network-id", "gsm.mtu", "ppp.require-mppe", "ipv4.dns",
                "ipv6.method",
            ])
        #expect(!profile.notes.joined().contains("cret"))
    }

    @Test func whatIsNotSaidThereIsYes() throws {
        let profile = try read(
            "[connection]\r\ntype=gsm\r\nautoconnect=false\r\n[gsm]\r\napn=a\r\npassword-flags=1\r\n")
        #expect(profile.settings == ["autoconnect": .boolean(false), "apn": .string("a")])
        #expect(profile.notes.count == 1 && profile.notes[0].hasPrefix("gsm.password-flags"))
        #expect(try read("[connection]\ntype=gsm\n").settings == ["autoconnect": .boolean(true)])
    }

    @Test func aCardSaysMoreThanItsOperator() throws {
        let profile = try read(
            "[connection]\ntype=gsm\n[gsm]\nsim-operator-id=26201\nsim-id=89490200001234567890\n")
        #expect(profile.settings["sim"] == .string("89490200001234567890"))
        #expect(profile.notes.count == 1)
    }

    @Test(
        arguments: [
            ("[connection]\nid=x\ntype=wifi\n", 3, "gsm"), ("[connection]\nid=x\n", nil, "gsm"),
            ("[connection]\ntype=gsm\nautoconnect=perhaps\n", 3, "autoconnect"), ("[connection\ntype=gsm\n", 1, "]"),
            ("[connection]\ntype\n", 2, "key = value"), ("[wifi]\n", nil, "neither"), ("", nil, "neither"),
        ] as [(String, Int?, String)]) func whatIsNoSuchFileIsNamed(text: String, line: Int?, word: String) throws
    {
        let failure = try #require(self.failure(text))
        #expect(failure.line == line && failure.text.contains(word), "\(failure.text)")
    }

    // MARK: wvdial

    private static let wvdial = """
        ; made by somebody
        [Dialer Defaults]
        Modem = /dev/ttyUSB0
        Baud = 460800
        Init1 = ATZ
        Init2 = ATQ0 V1 E1 S0=0 &C1 &D2 +FCLASS=0
        Init3 = AT+CGDCONT=1,"IP","internet.example"
        Init4 = AT+CPIN="4711"
        Init5 = AT+ZSNT=0,0,2
        Init6 = AT$QCPDPP=1,1,"hidden","me"
        Phone = *99#
        Username = user
        Password = pass ;word
        Stupid Mode = 1
        Auto DNS = off
        Idle Seconds = 300

        [Dialer Work]
        username = worker
        Init3 = AT+CGDCONT=2,"IPV4V6","work.example"
        phone = *99***2#
        """

    @Test func theDefaultsOfWvDial() throws {
        let profile = try read(Self.wvdial)
        #expect(
            profile.settings == [
                "apn": .string("internet.example"), "pin": .string("4711"), "number": .string("*99#"),
                "username": .string("user"), "password": .string("pass ;word"), "peer-dns": .boolean(false),
            ])
        #expect(profile.notes.map { $0.prefix { $0 != ":" } } == ["Modem", "Init5", "Init6", "Idle Seconds"])
        #expect(!profile.notes.joined().contains("hidden") && !profile.notes.joined().contains("4711"))
    }

    @Test(arguments: ["Work", "work", "WORK"]) func aDiallerOfWvDial(name: String) throws {
        let profile = try read(Self.wvdial, section: name)
        #expect(profile.settings["id"] == .string(name))
        #expect(profile.settings["apn"] == .string("work.example"))
        #expect(profile.settings["username"] == .string("worker"))
        #expect(profile.settings["password"] == .string("pass ;word"))
        #expect(profile.settings["number"] == nil, "another context than ours")
        #expect(profile.notes.contains { $0.hasPrefix("phone") } && profile.notes.contains { $0.contains("IPv4") })
    }

    @Test func aDiallerThatIsNotThere() throws {
        #expect(try #require(failure(Self.wvdial, section: "Home")).text.contains("defaults, work"))
        #expect(failure(Self.connection, section: "Home") != nil)
        let inheriting = "[Dialer Defaults]\nInherits = Work\n"
        #expect(failure(inheriting)?.line == 2)
    }

    @Test func noBytesCrashIt() {
        var random = SystemRandomNumberGenerator()
        for text in [Self.connection, Self.wvdial] {
            for _ in 0..<1000 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                _ = try? ForeignProfile(parsing: bytes)
            }
        }
        #expect(failure(String(repeating: "#", count: ForeignProfile.sizeLimit + 1))?.text.contains("KiB") == true)
    }
}
