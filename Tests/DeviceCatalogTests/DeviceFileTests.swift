import KeyFile
import Testing

@testable import DeviceCatalog

/// A device file that is wrong says where and why, and costs nobody else anything.
@Suite struct DeviceFileTests {
    private static let good = """
        [19d2:0001]
        mode = modem
        model = MF622
        port.00 = data
        source = test
        """
    private static let storage = "[19d2:2000]\nmode = storage\nsource = test\n"
    private static let network = "[19d2:1405]\nmode = network\nmodel = X\nsource = test\n"
    private static let message = "55534243123456702000000080000c85010101180101010101000000000000"

    /// Lines of a file have at most 196 bytes: these go on over several.
    private static let tooMany = (0..<8).map { row in
        "\n " + (0..<8).map { String(0x1000 + row * 8 + $0, radix: 16) }.joined(separator: " ")
    }.joined()

    @Test(arguments: [("", true), ("auto-switch = yes\n", true), ("auto-switch = no\n", false)])
    func aCDROMMayBeLeftOne(line: String, isAutomatic: Bool) throws {
        let text = Self.storage + "methods = eject\ntargets = 0001\n" + line
        let recipe = try #require(try DeviceFile(parsing: Array(text.utf8)).descriptions.first?.recipe)
        #expect(recipe.isAutomatic == isAutomatic)
    }

    private func fault(_ text: String) -> KeyFileFault? { fault(Array(text.utf8)) }

    private func fault(_ bytes: [UInt8]) -> KeyFileFault? {
        do throws(KeyFileFault) {
            _ = try DeviceFile(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("mode = modem\n", 1, "outside of a section"),
        ("[19d2:0001\nmode = modem\n", 1, "neither a [section]"),
        ("[19d2:0001]\nmode\n", 2, "neither a [section]"),
        ("[19d2:1]\nmode = modem\n", 1, "not a ZTE id"),
        ("[1234:0001]\nmode = modem\n", 1, "not a ZTE id"),
        ("[19d2:0001]\n\n[19d2:2000]\nmode = modem\n", 1, "without keys"),
        (good + "\ncolour = red\n", 6, "unknown key \"colour\""),
        (good + "\nmodel = MF626\n", 6, "\"model\" is there already, in line 3"),
        (good + "\n\n" + good, 7, "[19d2:0001] is there already, in line 1"),
        (good + "\nport.0 = at\n", 6, "two hexadecimal digits"),
        (good + "\nport.01 = fax\n", 6, "\"fax\" is no role"),
        (good + "\ntargets = 0001\n", 6, "belongs to mode = storage"),
        ("[19d2:0001]\nmode = modem\nmodel = X\nport.00 = at\nsource = t", 1, "no port has the role data"),
        ("[19d2:0001]\nmode = modem\nmodel = X\nport.00 = data\n", 1, "has no source"),
        ("[19d2:0001]\nmode = fax\nsource = t\n", 2, "mode is storage, modem"),
        (storage + "methods = eject\n", 1, "has no targets"),
        (storage + "methods = eject, kick\ntargets = 0001\n", 4, "unknown method \"kick\""),
        (storage + "methods = eject eject\ntargets = 0001\n", 4, "the method eject twice"),
        (storage + "methods = ,\ntargets = 0001\n", 4, "no method"),
        (storage + "methods = eject\ntargets = 0001 1\n", 5, "target \"1\""),
        (storage + "methods = eject\ntargets = 0001" + tooMany, 5, "between 1 and 64 targets"),
        (storage + "methods = eject\ntargets = 0001 0001\n", 5, "target 0001 twice"),
        (storage + "methods = eject\ntargets = 0001\nmodel = X\n", 6, "belongs to mode = modem"),
        (storage + "methods = eject\ntargets = 0001\nauto-switch = off\n", 6, "auto-switch is yes or no"),
        (good + "\nauto-switch = no\n", 6, "belongs to mode = storage"),
        (storage + "methods = eject\ntargets = 0001\nmessage = 5553\n", 6, "62 hexadecimal digits"),
        (storage + "methods = message message\nmessage = \(message)\ntargets = 0001\n", 4, "message twice"),
        (storage + "methods = driver-release\ntargets = 0001\nmessage = \(message)\n", 6, "goes with the methods"),
        (storage + "methods = message\ntargets = 0001\n", 4, "needs a message"),
        (good + "\n\u{1b}[31m = x", 6, "a control character"),
        (good + "\nreserved = 4\n", 6, "two hexadecimal digits"),
        (good + "\nreserved = 00\n", 6, "a reserved interface is no port"),
        (good + "\nquirks = slow\n", 6, "unknown quirk \"slow\"; there are zero-bytes, "),
        (good + "\nquirks = zero-bytes zero-bytes\n", 6, "zero-bytes twice"),
        (good + "\nquirks =\n", 6, "quirks is empty"),
        (good + "\ndrivers = cdc_ether\n", 6, "belongs to mode = network"),
        (good + "\nproduct = X\n", 6, "belongs to mode = storage"),
        (storage + "methods = eject\ntargets = 0001\nproduct =\n", 6, "product is empty"),
        (network + "drivers = usbnet\n", 5, "unknown driver \"usbnet\""),
        (network + "port.00 = at\n", 5, "belongs to mode = modem"),
        (network, 1, "has no drivers"),
        ("[19d2:1405]\nmode = other\nmodel = X\nsource = t\n", 1, "has no reason"),
        ("[19d2:*]\nmode = modem\nsource = t\n", 2, "cannot hold for every stick"),
        ("[19d2:*]\nquirks = zero-bytes\n", 1, "[19d2:*] has no source"),
        ("[19d2:*]\nsource = t\n\n[19d2:*]\nsource = t\n", 4, "[19d2:*] is there already, in line 1"),
    ])
    func aFaultIsNamedWithItsLine(text: String, line: Int, part: String) throws {
        let found = try #require(fault(text))
        #expect(found.line == line)
        #expect(found.text.contains(part), "\(found.text)")
    }

    @Test func whatLibinihWouldCutIsRefused() {
        #expect(fault(Array((Self.good + "\n# \0").utf8))?.text == "a NUL byte")
        #expect(fault(Array(repeating: UInt8(ascii: "a"), count: 1 << 20))?.line == 1)
        #expect(fault(Self.good + "\n# " + String(repeating: "x", count: 194))?.text == nil)
        #expect(fault(Self.good + "\n# " + String(repeating: "x", count: 195))?.line == 6)
        #expect(fault(String(repeating: "# comment\n", count: 10_000))?.text == "larger than 64 KiB")
        #expect(fault([0x23, 0xff, 0xfe])?.text == "not UTF-8")
    }

    @Test func faultsQuoteNoControlCharacters() throws {
        let found = try #require(fault("[19d2:0001]\nco\u{9b}lour\u{7f} = red\n"))
        #expect(found.text == "unknown key \"colour\"")
    }

    @Test func whatOthersDrive() throws {
        let text =
            Self.network + "drivers = cdc_ether rndis_host\n\n[19d2:0172]\nmode = other\nmodel = AX226\n"
            + "reason = WiMAX\nsource = test\n\n[19d2:*]\nquirks = zero-bytes\nsource = test\n"
        let file = try DeviceFile(parsing: Array(text.utf8))
        #expect(
            file.descriptions.map(\.foreign?.kind) == [
                .network(drivers: [.cdcEther, .rndis]), .other(reason: "WiMAX"),
            ])
        #expect(file.descriptions.allSatisfy { $0.recipe == nil && $0.portMap == nil })
        #expect(file.common?.quirks == [.zeroBytes])
    }

    @Test func aModemsOddities() throws {
        let text = Self.good + "\nquirks = cnmi-mode-1\nreserved = 04 05\n"
        let map = try #require(try DeviceFile(parsing: Array(text.utf8)).descriptions.first?.portMap)
        #expect(map.quirks == [.cnmiMode1])
        #expect(map.reserved == [4, 5])
    }

    @Test func anIndentedLineGoesOn() throws {
        let text = Self.storage + "methods = eject\n  driver-release\ntargets = 0001\n\t0002\n    0015\n"
        let recipe = try #require(try DeviceFile(parsing: Array(text.utf8)).descriptions.first?.recipe)
        #expect(recipe.methods == [.eject(message: nil), .driverRelease])
        #expect(recipe.targets.map(\.product) == [1, 2, 0x15])
    }

    @Test func windowsLineEndsAreFine() throws {
        let text = Self.good.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
        #expect(try DeviceFile(parsing: Array(text.utf8)).descriptions.first?.portMap?.model == "MF622")
    }

    @Test(arguments: [
        (0, 0x56, "does not begin with USBC"), (12, 0x81, "reserved bits"), (9, 0xff, "bytes of data"),
        (12, 0x00, "data for the stick"), (13, 0x10, "LUN"), (14, 0, "a command of 0 bytes"), (14, 17, "17 bytes"),
    ])
    func aMessageIsAWrapper(offset: Int, value: UInt8, part: String) throws {
        var bytes = try #require(CommandMessage.bytes(Self.message))
        #expect(CommandMessage.fault(in: bytes) == nil)
        bytes[offset] = value
        #expect(CommandMessage.fault(in: bytes)?.contains(part) == true)
    }

    /// Every prefix of a file, and every file with one byte changed, is either read or refused.
    @Test func noTextIsTooOdd() {
        let bytes = Repository.bytes("data/devices/zte-2000.conf")
        #expect(fault(bytes) == nil)
        for length in stride(from: 0, to: bytes.count, by: 7) { _ = fault(Array(bytes.prefix(length))) }
        for index in stride(from: 0, to: bytes.count, by: 11) {
            var changed = bytes
            changed[index] ^= 0x5b
            _ = fault(changed)
        }
    }
}
