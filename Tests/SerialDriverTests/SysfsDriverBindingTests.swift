import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import SerialDriver

@Suite(.eventLoop) @LoopActor struct SysfsDriverBindingTests {
    private static let stick = USBID(vendor: 0x19d2, product: 0x0007)
    private static let reference = USBID(vendor: 0x19d2, product: 0x0001)
    private let folder: TemporaryFolder
    private let binding: SysfsDriverBinding

    init() throws {
        folder = try TemporaryFolder()
        binding = SysfsDriverBinding(folder: folder.path)
    }

    @Test func anIdIsToldWithOneThatTheDriverKnows() async throws {
        try folder.write("new_id", "")
        #expect(await binding.adopt(Self.stick, like: Self.reference) == .adopted)
        #expect(folder.read("new_id") == "19d2 0007 ff 19d2 0001")
    }

    @Test(arguments: ["19d2 0007 ff\n", "12d1 1001\n19d2 0007\n"])
    func anIdThatWasToldIsNotToldAgain(contents: String) async throws {
        try folder.write("new_id", contents)
        #expect(await binding.adopt(Self.stick, like: Self.reference) == .adopted)
        #expect(folder.read("new_id") == contents)
    }

    @Test func withoutAReferenceNothingIsTold() async throws {
        try folder.write("new_id", "19d2 00071 ff\n")
        #expect(await binding.adopt(Self.stick, like: nil) == .unknownID)
        #expect(folder.read("new_id") == "19d2 00071 ff\n")
    }

    @Test func aDriverThatIsNotThereIsMissing() async {
        #expect(await binding.adopt(Self.stick, like: Self.reference) == .moduleMissing)
    }

    @Test func whatCannotBeWrittenSaysWhy() async throws {
        #expect(mkdir(folder.path + "/new_id", 0o700) == 0)
        guard case .refused(let why) = await binding.adopt(Self.stick, like: Self.reference) else {
            return #expect(Bool(false), "not refused")
        }
        #expect(why.contains("new_id"))
    }
}
