internal import DBus
internal import EventLoop
internal import Glibc
internal import ModemAPI
internal import ModemClient

/// Lists the sticks, connects the first one, shows what it does, and disconnects when Enter is pressed.
@main enum Program {
    static func main() {
        let apn = CommandLine.arguments.dropFirst().first
        EventLoop.exit {
            do throws(ServiceError) {
                return try await run(apn)
            } catch {
                say("failed: \(words(error))")
                return 1
            }
        }
    }

    @LoopActor private static func run(_ apn: String?) async throws(ServiceError) -> Int32 {
        let service = try await RemoteService.open()
        defer { service.close() }
        let watch = try await service.watch()
        for modem in watch.modems {
            let name = modem[known: ModemInterface.model] ?? modem[known: ModemInterface.usbID] ?? ""
            say("\(modem.physicalPort)  \(name)  \(modem.state)  \(modem.stateMessage)")
        }
        guard let modem = watch.modems.first else {
            say("failed: no stick is plugged in")
            return 1
        }
        let watching = Task { @LoopActor in
            for await case .state(let now, let old) in watch.changes where now.path == modem.path {
                say("\(old) -> \(now.state)")
            }
        }
        defer { watching.cancel() }

        var request = ConnectRequest()
        request.apn = apn
        // Returns when it is done or has failed; 180 s, which is longer than most D-Bus libraries wait by themselves.
        let connection = try await service.connect(modem, request)
        say("connected: \(text(connection["interface"])) \(text(connection["address"]))")
        say("Press Enter to disconnect.")
        await enter()
        try await service.disconnect(modem)
        say("disconnected")
        return 0
    }

    /// What to show a person. An error of the service has its own sentence.
    private static func words(_ error: ServiceError) -> String {
        switch error {
        case .failed(_, let message): message
        case .notRunning, .serviceLeft: "zte-modemd is not running"
        case .noBus(let error), .other(let error): error.message
        case .notAllowed: "you may not do that"
        case .noAnswer: "no answer within three minutes; the service is still at it"
        case .stickGone: "the stick was unplugged"
        case .cancelled: "cancelled"
        }
    }

    private static func text(_ value: Value?) -> String {
        value.flatMap { try? String(busValue: $0.unwrapped) } ?? ""
    }

    /// Text of a stick may hold what a terminal obeys.
    private static func say(_ text: String) {
        let harmless = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
        print(String(String.UnicodeScalarView(harmless)))
        // Through a pipe as well, line by line.
        fflush(nil)
    }

    /// Waits for a line on standard input, or its end; the loop, and with it the stick, is heard meanwhile.
    @LoopActor private static func enter() async {
        await BlockingLane.shared.run { _ = readLine() }
    }
}
