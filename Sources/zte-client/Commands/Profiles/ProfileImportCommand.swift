import ArgumentParser
import DBus
import EventLoop
import Glibc
import ModemAPI
import ModemClient

struct ProfileImportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Makes a profile of a file of NetworkManager or wvdial.",
        discussion: """
            Reads a '.nmconnection' of the type gsm, or a 'wvdial.conf', and says what of it could not be carried over. \
            The file is read by this program, so that what only root may read needs sudo.
            """)

    @Argument(help: "The file.", completion: .file())
    var file: String
    @Option(help: "Id of the new profile. Without it one made of the name in the file.")
    var id: String?
    @Option(help: "Section of a wvdial.conf, such as 'Work' for [Dialer Work]. Without it the defaults.")
    var section: String?
    @OptionGroup var common: CommonOptions

    private var imported = ForeignProfile()

    enum CodingKeys: CodingKey { case file, id, section, common }

    mutating func prepare() throws {
        do throws(ForeignProfile.Failure) {
            imported = try ForeignProfile(parsing: try Self.contents(of: file), section: section)
        } catch {
            let place = error.line.map { "\(file):\($0)" } ?? file
            throw Complaint(.usage, "\(place): \(error.text)")
        }
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        var settings = imported.settings
        if let id { settings[ProfileSetting.id.rawValue] = .string(id) }
        let stored = try await service.addProfile(settings)
        try ProfileCommand.say("is stored", stored, common)
        for note in imported.notes { try Output.error.writeLine(EscapedText.escape("not carried over: \(note)")) }
    }

    private static func contents(of path: String) throws(ForeignProfile.Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw ForeignProfile.Failure(nil, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= ForeignProfile.sizeLimit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw ForeignProfile.Failure(nil, String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }
}
