import KeyFile
import ModemCore
import Testing

@testable import ProfileStore

/// The text of a profile: what is written is read again, and what is wrong is named by its line.
struct ProfileFileTests {
    private static func id() throws -> ProfileID { try ProfileID("home") }

    private static func full(username: String = "user", password: String = "words") throws -> Profile {
        let settings = ConnectSettings(
            accessPoint: try AccessPointName("internet.example"), number: try DialNumber("*99***1#"),
            username: try Credential(username, name: "username"), password: try Credential(password, name: "password"),
            authentication: .chap, pin: try PIN("04711"), allowRoaming: false, defaultRoute: false, routeMetric: .max,
            peerDNS: false, ipType: .ipv4v6)
        return Profile(
            id: try id(), settings: settings, autoconnect: true, sim: try SIMMatch("262-01"),
            stick: try StickMatch("356938035643809"))
    }

    private func read(_ text: String) throws(KeyFileFault) -> Profile {
        guard let id = try? Self.id() else { throw KeyFileFault(nil, "the test is wrong") }
        return try ProfileFile.parse(Array(text.utf8), id: id)
    }

    private func fault(_ text: String) -> KeyFileFault? {
        do throws(KeyFileFault) {
            _ = try read(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func allOfItComesBack() throws {
        let full = try Self.full()
        #expect(try read(ProfileFile.text(of: full)) == full)
        let empty = Profile(id: try Self.id())
        #expect(try read(ProfileFile.text(of: empty)) == empty)
    }

    /// Whatever a credential may be: what libinih takes for comments, sections, continued lines and blanks to cut off.
    @Test(arguments: [
        " ", "  ", ";", ";;", " ;", "; ", " ; ", "a ;b", "a; b", "a;b", "#", " #", "[x]", "=", "a = b", ":", " a", "a ",
        "\\x3b".replacing("\\", with: "/"), "%20", "$(id)", "'", "`", String(repeating: " ;", count: 32),
        String(repeating: ";", count: 64), String(repeating: " ", count: 64), String(repeating: "x", count: 64),
        String((0x20...0x5a).filter { $0 != 0x22 }.map { Character(UnicodeScalar($0)) }),
        String((0x5b...0x7e).filter { $0 != 0x5c }.map { Character(UnicodeScalar($0)) }),
    ]) func everyCredentialComesBack(text: String) throws {
        let profile = try Self.full(username: text, password: text)
        let written = ProfileFile.text(of: profile)
        #expect(try read(written) == profile)
        #expect(written.split(separator: "\n").allSatisfy { $0.utf8.count <= KeyFile.lineLimit })
    }

    @Test func credentialsOfChanceComeBack() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array(" ;;; #=[]:\t'x".replacing("\t", with: " "))
        for _ in 0..<500 {
            let text = String((0..<Int.random(in: 1...64, using: &random)).map { _ in alphabet.randomElement() ?? "x" })
            let profile = try Self.full(username: text, password: text)
            #expect(try read(ProfileFile.text(of: profile)) == profile, "\(text)")
        }
    }

    @Test(arguments: [
        ("[connection]\napn = internet\ncolour = blue\n", 3, "colour"),
        ("[connection]\napn = inter net\n", 2, "apn"),
        ("[connection]\napn = a\napn = b\n", 3, "line 2"),
        ("[somewhere]\napn = a\n", 2, "somewhere"),
        ("apn = a\n", 1, "[]"),
        ("[secrets]\napn = a\n", 2, "apn"),
        ("[connection]\npassword = words\n", 2, "password"),
        ("[connection]\nautoconnect = maybe\n", 2, "autoconnect"),
        ("[connection]\nroute-metric = -1\n", 2, "route-metric"),
        ("[connection]\nauth = magic\n", 2, "auth"), ("[connection]\nip-type = ipv6\n", 2, "ip-type"),
        ("[match]\nsim = Telekom\n", 2, "sim"),
        ("[match]\nmodem = ../1-1\n", 2, "modem"),
        ("[secrets]\npin = 12\n", 2, "pin"),
        ("[secrets]\npassword = a\\x\n", 2, "password"),
        ("[secrets]\npassword = \\xc3\\xa9\n", 2, "password"),
        ("[secrets]\npassword = \\x0a\n", 2, "password"),
        ("[connection]\n\napn\n", 3, "key = value"),
    ]) func whatIsWrongIsNamedByItsLine(text: String, line: Int, word: String) throws {
        let fault = try #require(self.fault(text))
        #expect(fault.line == line)
        #expect(fault.text.contains(word), "\(fault.text)")
    }

    @Test(arguments: [
        "[secrets]\npassword = hunter2\u{1}\n", "[secrets]\npin = hunter2\n", "[secrets]\npassword = hunter2\\\n",
    ])
    func aFaultQuotesNoSecret(text: String) throws {
        #expect(try #require(fault(text)).text.contains("hunter2") == false)
    }

    @Test func noBytesCrashIt() throws {
        var random = SystemRandomNumberGenerator()
        let good = Array(ProfileFile.text(of: try Self.full()).utf8)
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? ProfileFile.parse(bytes, id: try Self.id())
        }
    }
}
