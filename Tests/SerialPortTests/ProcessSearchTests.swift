import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import SerialPort

/// A `/proc` of this test's own making.
@Suite(.eventLoop) @LoopActor struct ProcessSearchTests {
    private static let port = TTYPort(
        node: "ttyUSB0", interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)
    private let folder: TemporaryFolder
    private let search: ProcessSearch

    init() throws {
        folder = try TemporaryFolder()
        for name in ["proc", "lock"] { #expect(mkdir(folder.path + "/" + name, 0o755) == 0) }
        var places = ProcessPlaces()
        places.processes = folder.path + "/proc"
        places.locks = folder.path + "/lock"
        search = ProcessSearch(places)
    }

    private func process(_ number: Int32, _ command: [UInt8], opens target: String? = nil) throws {
        let path = "\(folder.path)/proc/\(number)"
        #expect(mkdir(path, 0o755) == 0)
        #expect(mkdir(path + "/fd", 0o755) == 0)
        try folder.write("proc/\(number)/comm", bytes: command)
        if let target { #expect(symlink(target, path + "/fd/5") == 0) }
    }

    @Test func whoHasItOpenIsFound() async throws {
        try process(812, Array("minicom\n".utf8), opens: "/dev/ttyUSB0")
        try process(813, Array("bash\n".utf8), opens: "/dev/ttyUSB01")
        #expect(await search.holders(of: [Self.port]) == [PortHolder(processID: 812, command: "minicom")])
    }

    @Test(arguments: ["       812\n", "       812 minicom root\n", "812"])
    func whoHasLeftALockFileIsFound(contents: String) async throws {
        try process(812, Array("wvdial\n".utf8))
        try folder.write("lock/LCK..ttyUSB0", contents)
        #expect(await search.holders(of: [Self.port]) == [PortHolder(processID: 812, command: "wvdial")])
    }

    @Test(arguments: ["", "x", "-1", "0", "99999999999", "       900\n"])
    func aLockFileThatNamesNobodyMeansNothing(contents: String) async throws {
        try folder.write("lock/LCK..ttyUSB0", contents)
        #expect(await search.holders(of: [Self.port]).isEmpty)
    }

    @Test func locksOfTheKernelAreRead() {
        let table = """
            1: FLOCK  ADVISORY  WRITE 812 00:05:1065 0 EOF
            1: -> FLOCK  ADVISORY  WRITE 813 00:05:1065 0 EOF
            2: POSIX  ADVISORY  READ 814 08:01:1065 128 128
            3: FLOCK  ADVISORY  WRITE 0 00:05:1065 0 EOF
            4: FLOCK
            5: POSIX  ADVISORY  WRITE 815 00:05:1065 0 EOF

            """
        #expect(ProcessPlaces.lockers(table, ["00:05:1065"]) == [812, 815])
    }

    @Test func aLockOfOursIsInTheTableOfThisKernel() async throws {
        let path = try folder.write("node", "")
        let other = open(path, O_RDWR | O_CLOEXEC)
        defer { close(other) }
        #expect(flock(other, LOCK_EX) == 0)
        // It is our own process, which is no news: the table has it all the same.
        let places = ProcessPlaces()
        #expect(places.holders(of: [path]).isEmpty)
        #expect(places.command(of: getpid())?.isEmpty == false)
    }

    @Test func aNameCannotDoAnything() async throws {
        try process(812, [0x1b, 0x5b, 0x32, 0x4a, 0x61, 0xe2, 0x80, 0xae, 0x0a, 0x62], opens: "/dev/ttyUSB0")
        #expect(await search.holders(of: [Self.port]) == [PortHolder(processID: 812, command: "?[2Ja???")])
    }

    @Test func theyAreFewEnoughForASentence() async throws {
        for number in Int32(810)...Int32(820) { try process(number, Array("x\n".utf8), opens: "/dev/ttyUSB0") }
        #expect(await search.holders(of: [Self.port]).count == 3)
    }
}
