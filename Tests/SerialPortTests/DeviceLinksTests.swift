import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import SerialPort

@Suite(.eventLoop) @LoopActor struct DeviceLinksTests {
    private let folder: TemporaryFolder
    private let imei: IMEI
    private var path: String { folder.path + "/zte/357682010000001" }

    init() throws {
        folder = try TemporaryFolder()
        imei = try #require(IMEI("357682010000001"))
    }

    @LoopActor private final class Troubles {
        var all: [String] = []
    }

    private func links(onTrouble: @escaping @LoopActor (String) -> Void = { _ in }) -> DeviceLinks {
        let maker = FolderLinkMaker(folder: folder.path + "/zte")
        maker.onTrouble = onTrouble
        return DeviceLinks(folder: folder.path + "/zte", maker: maker)
    }

    private func target(_ name: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.assumingMemoryBound(to: CChar.self).baseAddress.map { readlink(path + "/" + name, $0, buffer.count) }
                ?? -1
        }
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private var isThere: Bool { access(path, F_OK) == 0 }

    @Test func namesLeadToNodesAndFollowThem() {
        let links = links()
        links.show(LinkedPorts(at: "ttyUSB2", data: "ttyUSB0"), of: imei, in: "1-1")
        #expect(target("at") == "../../ttyUSB2")
        #expect(target("data") == "../../ttyUSB0")
        links.show(LinkedPorts(at: "ttyUSB5", data: "ttyUSB3"), of: imei, in: "1-1")
        #expect(target("at") == "../../ttyUSB5")
        links.remove("1-1")
        #expect(!isThere)
    }

    @Test func whoCameFirstHasTheName() {
        let links = links()
        links.show(LinkedPorts(at: "ttyUSB2", data: "ttyUSB0"), of: imei, in: "1-1")
        links.show(LinkedPorts(at: "ttyUSB5", data: "ttyUSB3"), of: imei, in: "1-2")
        #expect(target("at") == "../../ttyUSB2")
        links.remove("1-1")
        #expect(target("at") == "../../ttyUSB5")
        links.remove("1-2")
        #expect(!isThere)
    }

    @Test func aStickThatSaysAnotherIMEINowHasAnotherName() throws {
        let links = links()
        links.show(LinkedPorts(at: "ttyUSB2", data: "ttyUSB0"), of: imei, in: "1-1")
        links.show(
            LinkedPorts(at: "ttyUSB2", data: "ttyUSB0"), of: try #require(IMEI("357682010000002")), in: "1-1")
        #expect(!isThere)
        #expect(access(folder.path + "/zte/357682010000002/at", F_OK) != 0, "it leads to a node that is not there")
        #expect(errno == ENOENT)
    }

    @Test func whatAnEarlierRunHasLeftIsTakenAway() {
        links().show(LinkedPorts(at: "ttyUSB2", data: "ttyUSB0"), of: imei, in: "1-1")
        // Those of udev are named after the port.
        #expect(mkdir(folder.path + "/zte/1-1.2", 0o755) == 0)
        links().removeStale()
        #expect(!isThere)
        #expect(access(folder.path + "/zte/1-1.2", F_OK) == 0)
    }

    @Test func whereNothingCanBeWrittenOneLineSaysSo() throws {
        try folder.write("zte", "a file")
        let troubles = Troubles()
        let links = links { troubles.all.append($0) }
        links.show(LinkedPorts(at: "ttyUSB2", data: "ttyUSB0"), of: imei, in: "1-1")
        links.remove("1-1")
        #expect(troubles.all.count == 1)
    }
}
