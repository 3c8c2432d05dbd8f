import DBus
import ModemAPI
import ModemCore
import ModemService
import Testing

/// What AddProfile and Update take, what GetSettings gives, and Connect with a profile.
struct ProfileRequestTests {
    private static let all: [String: Value] = [
        "id": .string("home"), "autoconnect": .boolean(true), "sim": .string("262-01"), "modem": .string("1-1.2"),
        "apn": .string("internet"), "username": .string("user"), "password": .string("words"),
        "auth": .string("chap"), "pin": .string("4711"), "ip-type": .string("ipv4v6"), "allow-roaming": .boolean(false),
        "default-route": .boolean(false), "route-metric": .uint32(7), "peer-dns": .boolean(false),
        "number": .string("*99#"),
    ]

    private func profile(_ settings: [String: Value]) throws -> Profile {
        try ProfileRequest(bus: settings).profile(try ProfileID("home"))
    }

    private func refusal(_ settings: [String: Value]) -> BusError? {
        do throws(BusError) {
            _ = try ProfileRequest(bus: settings)
            return nil
        } catch {
            return error
        }
    }

    @Test func everyKeyIsKnown() throws {
        let keys = ConnectSetting.allCases.map(\.rawValue) + ProfileSetting.allCases.map(\.rawValue)
        #expect(Set(Self.all.keys) == Set(keys).subtracting(["profile"]))
        #expect(try ProfileRequest(bus: Self.all).id?.text == "home")
        let profile = try profile(Self.all)
        #expect(profile.autoconnect && profile.sim?.text == "26201" && profile.stick?.text == "1-1.2")
        #expect(profile.secrets.password?.text == "words" && profile.secrets.pin?.digits == "4711")
    }

    @Test func whatIsAskedForIsWhatWasGiven() throws {
        let answer = try profile(Self.all).busSettings
        var expected = Self.all
        for key in ["password", "pin"] { expected[key] = nil }
        expected["sim"] = .string("26201")
        #expect(answer == expected)
        #expect(try profile(answer).busSettings == answer, "what was read can be written")
    }

    @Test(
        arguments: [
            ("colour", .string("blue")), ("profile", .string("other")), ("id", .string("a/b")), ("id", .uint32(1)),
            ("autoconnect", .string("yes")), ("sim", .string("x")), ("modem", .boolean(true)), ("apn", .string("a b")),
            ("password", .uint32(1)), ("username", .string("")),
        ] as [(String, Value)]) func whatIsNotAllowedIsNamed(key: String, value: Value) throws
    {
        let error = try #require(refusal([key: value]))
        #expect(error.name == ErrorName.invalidArguments.name && error.message.contains(key))
    }

    @Test func aSecretThatIsLeftOutStays() throws {
        let old = try profile(Self.all)
        let kept = try ProfileRequest(bus: ["apn": .string("other")]).profile(replacing: old)
        #expect(kept.secrets == old.secrets && kept.settings.username == nil && !kept.autoconnect && kept.sim == nil)
        let cleared = try ProfileRequest(bus: ["password": .string("")]).profile(replacing: old)
        #expect(cleared.secrets.password == nil && cleared.secrets.pin == old.secrets.pin)
        let changed = try ProfileRequest(bus: ["pin": .string("0815"), "id": .string("home")]).profile(replacing: old)
        #expect(changed.secrets.pin?.digits == "0815")
        #expect(throws: ProfileError.self) { try ProfileRequest(bus: ["id": .string("x")]).profile(replacing: old) }
    }

    @Test func eachFailureHasItsName() throws {
        let id = try ProfileID("a")
        let names: [(ProfileError, ErrorName)] = [
            (.unknown("a"), .notFound), (.exists(id), .alreadyExists), (.tooMany(limit: 1), .limitsExceeded),
            (.invalid(InvalidValue("id", "x")), .invalidArguments), (.archive(.exists("/a")), .alreadyExists),
            (.archive(.noSpace("/a")), .storageFailed), (.archive(.readOnly("/a")), .storageFailed),
            (.archive(.notPermitted("/a")), .storageFailed), (.archive(.failed("/a", why: "x")), .storageFailed),
            (.archive(.uncertain("/a", why: "x")), .storageFailed),
        ]
        for (error, name) in names {
            #expect(ErrorName(error) == name)
            #expect(error.busError.message.hasSuffix("."))
        }
    }
}
