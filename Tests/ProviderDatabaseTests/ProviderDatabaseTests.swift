import EventLoop
import Glibc
import ModemCore
import ProviderDatabase
import TestSupport
import Testing

/// The list of providers: what is picked out of it, and what it may be without harm.
@Suite(.eventLoop) @LoopActor struct ProviderDatabaseTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let list = """
        <?xml version="1.0" encoding="utf-8"?>
        <!DOCTYPE serviceproviders SYSTEM "serviceproviders.2.dtd">
        <serviceproviders format="2.0">
        <country code="xx"><name>Nowhere</name>
          <provider>
            <name>Cheap &amp; Cheerful</name>
            <name xml:lang="de">Billig</name>
            <gsm>
              <network-id mcc="001" mnc="01"/>
              <apn value="cheap.example"><plan type="prepaid"/><usage type="internet"/><name>Prepaid</name></apn>
              <apn value="mms.example"><usage type="mms"/></apn>
              <apn value="wap.example"><usage type="wap"/></apn>
              <apn value="in valid"><usage type="internet"/></apn>
            </gsm>
          </provider>
          <provider primary="true">
            <name>Owner</name>
            <gsm>
              <network-id mcc="001" mnc="02"/><network-id mcc="001" mnc="01"/>
              <voicemail>3311</voicemail>
              <balance-check>
                <ussd>*100#</ussd><dtmf>125</dtmf><sms text="BAL &amp; more">8888</sms><ussd-response>*101#</ussd-response>
                <ussd>one two</ussd><sms text="&#10;">1</sms><sms>12x</sms>
              </balance-check>
              <balance-top-up><ussd replacement="CODE">*103*CODE#</ussd><ussd replacement="X">*1X;#</ussd></balance-top-up>
              <apn value="old.example"><name>Says nothing</name><password>pw</password></apn>
              <apn value="owner.example">
                <plan type="postpaid"/><plan type="prepaid"/><usage type="internet"/>
                <username>user</username><password>pass word</password><authentication method="pap"/>
                <dns>192.0.2.1</dns>
              </apn>
            </gsm>
            <cdma><username>nobody</username></cdma>
          </provider>
          <provider><name>Other</name><gsm><network-id mcc="001" mnc="001"/><apn value="other.example"/></gsm></provider>
        </country>
        </serviceproviders>
        """

    private func ask(_ text: String, for home: String = "00101") async throws -> [AccessPointCandidate] {
        let path = try folder.write("list.xml", text)
        return try await ProviderDatabase(path: path, lane: BlockingLane()).candidates(for: try OperatorCode(home))
    }

    @Test func codesOfTheOperatorAreFound() async throws {
        let path = try folder.write("list.xml", Self.list)
        let database = ProviderDatabase(path: path, lane: BlockingLane())
        let codes = try await database.serviceCodes(for: try OperatorCode("00101"))
        #expect(
            codes.map(\.way) == [
                .ussd(code: "*100#", placeholder: nil), .message(number: "8888", text: "BAL & more"),
                .ussd(code: "*101#", placeholder: nil), .ussd(code: "*103*CODE#", placeholder: "CODE"),
            ])
        #expect(codes.map(\.purpose) == [.balance, .balance, .balance, .topUp])
        #expect(codes.allSatisfy { $0.provider == "Owner" && $0.ownsNetwork })
        #expect(try await database.serviceCodes(for: try OperatorCode("99999")).isEmpty)
    }

    private func error(path: String) async -> AccessPointDirectoryError? {
        guard let home = try? OperatorCode("00101") else { return nil }
        do throws(AccessPointDirectoryError) {
            _ = try await ProviderDatabase(path: path, lane: BlockingLane()).candidates(for: home)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsForTheInternetIsFound() async throws {
        let found = try await ask(Self.list)
        #expect(found.map(\.accessPoint.text) == ["cheap.example", "old.example", "owner.example"])
        #expect(found.map(\.provider) == ["Cheap & Cheerful", "Owner", "Owner"])
        #expect(found.map(\.ownsNetwork) == [false, true, true])
        #expect(found.map(\.saysInternet) == [true, false, true])
        #expect(found.map(\.plans) == [["prepaid"], [], ["postpaid", "prepaid"]])
        #expect(found.map { $0.username?.text } == [nil, nil, "user"])
        #expect(found.map { $0.password?.text } == [nil, "pw", "pass word"])
        #expect(found.map(\.authentication) == [.any, .any, .pap])
    }

    @Test func codesAreComparedAsTheyAre() async throws {
        #expect(try await ask(Self.list, for: "00102").count == 2)
        #expect(try await ask(Self.list, for: "001001").map(\.accessPoint.text) == ["other.example"])
        #expect(try await ask(Self.list, for: "00199").isEmpty)
    }

    @Test func withoutAListThePackageIsNamed() async {
        let path = folder.path + "/none.xml"
        let error = await error(path: path)
        #expect(error == .absent(path))
        #expect(error?.message.contains("mobile-broadband-provider-info") == true)
    }

    @Test func whatIsNoFileIsNotRead() async throws {
        mkfifo(folder.path + "/fifo.xml", 0o600)
        #expect(
            await error(path: folder.path + "/fifo.xml")
                == .unreadable(folder.path + "/fifo.xml", why: "not a regular file"))
        #expect(await error(path: folder.path) == .unreadable(folder.path, why: "not a regular file"))
    }

    @Test(arguments: [
        ("", 1), ("<serviceproviders>\n<country", 2), ("<html/>", 1), ("<serviceproviders>\n</country>", 2),
        ("<!DOCTYPE serviceproviders [\n<!ENTITY a \"aaaa\">]><serviceproviders>&a;</serviceproviders>", 2),
        (String(repeating: "<serviceproviders>", count: 100), 1), ("<serviceproviders>\u{1}</serviceproviders>", 1),
    ]) func whatIsBrokenIsNamedByItsLine(text: String, line: Int) async throws {
        let path = try folder.write("broken.xml", text)
        guard case .broken(path, line, _)? = await error(path: path) else {
            Issue.record("\(String(describing: await error(path: path)))")
            return
        }
    }

    @Test func hostileElementsTakeNoRoom() async throws {
        let long = String(repeating: "x", count: 100_000)
        let apns = (0..<500).map {
            "<apn value=\"a\($0)\"><username>\(long.prefix(300))</username></apn><apn value=\"b\($0)\"/>"
        }
        let text = """
            <serviceproviders><country><provider><name>\(long)</name><gsm><network-id mcc="001" mnc="01"/>
            \(apns.joined())<apn value="\(long)"/></gsm></provider></country></serviceproviders>
            """
        let found = try await ask(text)
        #expect(found.count == 32 && found.allSatisfy { $0.provider.utf8.count <= 257 && $0.username == nil })
    }

    @Test func noBytesCrashIt() async throws {
        var random = SystemRandomNumberGenerator()
        let database = ProviderDatabase(path: folder.path + "/fuzzed.xml", lane: BlockingLane())
        for _ in 0..<300 {
            var bytes = Array(Self.list.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try folder.write("fuzzed.xml", bytes: bytes)
            _ = try? await database.candidates(for: try OperatorCode("00101"))
        }
    }
}
