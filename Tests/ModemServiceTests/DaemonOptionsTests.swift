import Logging
import Testing
import Version

@testable import ModemService

struct DaemonOptionsTests {
    private func options(_ arguments: String...) throws -> DaemonOptions {
        guard case .run(let options) = try DaemonOptions.parse(arguments) else {
            throw DaemonOptions.UsageError(message: "not a request to run")
        }
        return options
    }

    @Test func withoutArgumentsItIsTheSystemService() throws {
        let options = try options()
        #expect(options == DaemonOptions())
        #expect(options.deviceFolders.isEmpty)
        #expect(options.runtimeFolder == "/run/zte-modem")
        #expect(options.logLevel == .info)
        #expect(options.busAddress == nil)
        #expect(options.pppd == "/usr/sbin/pppd")
    }

    @Test func everyOptionSetsItsValueAndNothingElse() throws {
        var expected = DaemonOptions()
        expected.deviceFolders = ["/a", "/b"]
        expected.runtimeFolder = "/run/x"
        expected.stateFolder = "/var/x"
        expected.logLevel = .trace
        expected.busAddress = "unix:path=/bus"
        expected.pppd = "/opt/pppd"
        expected.launcher = .child
        let arguments = [
            "--devices", "/a", "--runtime-dir", "/run/x", "--log-level", "trace", "--bus", "unix:path=/bus",
            "--pppd", "/opt/pppd", "--devices", "/b", "--state-dir", "/var/x", "--pppd-launcher", "child",
        ]
        #expect(try DaemonOptions.parse(arguments) == .run(expected))
    }

    @Test(arguments: Logger.Level.allCases) func everyLogLevelIsKnownAndNamedInTheHelp(level: Logger.Level) throws {
        #expect(try options("--log-level", level.rawValue).logLevel == level)
        #expect(DaemonOptions.usage.contains(level.rawValue))
    }

    @Test(arguments: DaemonOptions.Launcher.allCases) func everyLauncherIsKnownAndNamedInTheHelp(
        launcher: DaemonOptions.Launcher
    ) throws {
        #expect(try options("--pppd-launcher", launcher.rawValue).launcher == launcher)
        #expect(DaemonOptions.usage.contains(launcher.rawValue))
        #expect(throws: DaemonOptions.UsageError.self) { try DaemonOptions.parse(["--pppd-launcher", "init"]) }
    }

    @Test(arguments: [
        (["--help"], DaemonOptions.Request.help), (["-h"], .help), (["--version"], .version),
        (["--pppd", "/p", "--help"], .help), (["--version", "--nonsense"], .version),
    ])
    func helpAndVersionAreAnsweredAtOnce(arguments: [String], request: DaemonOptions.Request) throws {
        #expect(try DaemonOptions.parse(arguments) == request)
    }

    @Test(arguments: ["--devices", "--runtime-dir", "--state-dir", "--log-level", "--bus", "--pppd", "--pppd-launcher"])
    func anOptionNeedsItsValue(name: String) {
        let missing = DaemonOptions.UsageError(message: "\(name) needs a value")
        #expect(throws: missing) { try DaemonOptions.parse([name]) }
        #expect(throws: missing) { try DaemonOptions.parse([name, ""]) }
        #expect(DaemonOptions.usage.contains(name + " "))
    }

    @Test(arguments: ["--nonsense", "-x", "word", "", "--pppd=/p"])
    func anUnknownArgumentIsNamed(argument: String) {
        let unknown = DaemonOptions.UsageError(message: "unknown argument '\(argument)'; see --help")
        #expect(throws: unknown) { try DaemonOptions.parse(["--bus", "a:", argument]) }
    }

    @Test(arguments: ["loud", "INFO", "7"]) func anUnknownLogLevelIsNamed(name: String) {
        let unknown = DaemonOptions.UsageError(message: "'\(name)' is no log level; see --help")
        #expect(throws: unknown) { try DaemonOptions.parse(["--log-level", name]) }
    }

    @Test func theVersionIsThreeNumbers() {
        let numbers = Version.current.split(separator: ".", omittingEmptySubsequences: false)
        #expect(numbers.count == 3)
        #expect(numbers.allSatisfy { UInt($0).map(String.init) == String($0) })
    }
}
