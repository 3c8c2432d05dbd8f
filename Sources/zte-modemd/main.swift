import EventLoop
import Glibc
import ModemService
import Version

switch Result(catching: { () throws(DaemonOptions.UsageError) in
    try DaemonOptions.parse(Array(CommandLine.arguments.dropFirst()))
}) {
case .success(.run(let options)): EventLoop.exit { await Composition.run(options) }
case .success(.help): print(DaemonOptions.usage, terminator: "")
case .success(.version): print("zte-modemd \(Version.current)")
case .failure(let error):
    JournalLog.printError(error.message)
    exit(2)
}
