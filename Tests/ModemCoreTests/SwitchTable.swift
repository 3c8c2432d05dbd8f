import DeviceCatalog
import Glibc
import TestSupport
import Testing

/// `Tests/Fixtures/switch-bytes.txt`: what each fake CD-ROM obeys, written down without the device data.
struct SwitchTable: Sendable {
    struct Stick: Sendable, CustomTestStringConvertible {
        let usbID: USBID
        /// What its product string has to contain; empty where the number says it all.
        let product: String
        /// What is tried, in order: the wrappers of each method, none for the release of the driver.
        let methods: [Method]
        let targets: [USBID]

        var testDescription: String { usbID.description }
    }

    struct Method: Sendable {
        let name: String
        let wire: [[UInt8]]
    }

    let sticks: [Stick]

    static let shared = SwitchTable(
        lines: text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") })

    private init(lines: [[Substring]]) {
        let eject = lines.filter { $0.first == "eject" }.map { Self.bytes($0.dropFirst()) }
        sticks = lines.filter { $0.first != "eject" }.compactMap { Self.stick($0, eject) }
    }

    private static func stick(_ words: [Substring], _ eject: [[UInt8]]) -> Stick? {
        guard words.count > 4, let arrow = words.firstIndex(of: "->"), let usbID = id(words[0]) else { return nil }
        let message = words[2] == "none" ? [] : [bytes(words[2..<arrow])]
        let release = Method(name: "driver-release", wire: [])
        let methods =
            words[1] == "eject"
            ? [Method(name: "eject", wire: eject + message), release]
            : [Method(name: "message", wire: message), Method(name: "eject", wire: eject), release]
        let names = words.filter { $0.hasPrefix("*") }.map { String($0.dropFirst()) }
        return Stick(
            usbID: usbID, product: names.first ?? "", methods: methods,
            targets: words[(arrow + 1)...].compactMap(id))
    }

    private static func id(_ digits: Substring) -> USBID? { USBID("19d2:" + digits) }

    private static func bytes(_ groups: ArraySlice<Substring>) -> [UInt8] {
        let digits = Array(groups.joined())
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }

    private static let text: String = {
        let tests = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
        guard let file = fopen(tests + "/Fixtures/switch-bytes.txt", "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }()
}
