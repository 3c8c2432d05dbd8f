import DBus
import ModemAPI
import ModemClient

/// What failed, and what to do where that is not said already: two lines at most.
struct Complaint: Error, Equatable {
    let status: ExitStatus
    let what: String
    let advice: String?

    init(_ status: ExitStatus, _ what: String, advice: String? = nil) {
        self.status = status
        self.what = what
        self.advice = advice
    }

    /// As it is printed; what came from elsewhere is escaped here.
    var text: String {
        let lines = [what, advice].compactMap { $0 }.map(EscapedText.escape)
        return "zte-client: " + lines.joined(separator: "\n            ") + "\n"
    }
}

// MARK: From the errors of the layers below

extension Complaint {
    init(_ error: ServiceError) {
        switch error {
        case .noBus(let error):
            self.init(.notRunning, "no connection to the bus: \(error.message)", advice: "Is dbus-daemon running?")
        case .notRunning:
            self.init(.notRunning, "zte-modemd is not running; start it with systemctl start zte-modemd")
        case .serviceLeft:
            self.init(
                .notRunning, "zte-modemd ended before it was done; 'journalctl -u zte-modemd' tells why",
                advice: "Start it with systemctl start zte-modemd and try again.")
        case .notAllowed:
            self.init(
                .notAllowed, "not allowed: the bus does not let you call this service",
                advice: "Try it with sudo; the file org.ztemodem1.conf of the bus says who may.")
        case .noAnswer:
            self.init(
                .timeout, "no answer within the time limit; the service is still trying",
                advice: "See how far it is with zte-client show; zte-client disconnect ends a connect.")
        case .stickGone: self.init(.failed, "the stick was unplugged; plug it in and try again")
        case .cancelled: self.init(.interrupted, "interrupted")
        case .failed(let name, let message): self.init(Self.status(name), message.isEmpty ? name.doc : message)
        case .other(let error):
            self.init(.failed, "zte-modemd answered \(error.name): \(error.message)")
        }
    }

    private static func status(_ name: ErrorName) -> ExitStatus {
        switch name {
        case .invalidArguments: .usage
        case .notAuthorized: .notAllowed
        case .timeout: .timeout
        case .notAvailable, .deviceGone, .simLocked, .simMissing, .switchFailed, .mounted, .notSupported, .wrongState,
            .inProgress, .portsBusy, .notRegistered, .dialFailed, .authenticationFailed, .pppFailed, .pppNotInstalled,
            .aborted, .failed, .limitsExceeded, .wrongPin, .notFound, .alreadyExists,
            .storageFailed, .quotaExceeded, .lastTry:
            .failed
        }
    }

    init(_ failure: ModemSelection.Failure) {
        switch failure {
        case .noStick:
            self.init(.noStick, "no stick is plugged in")
        case .noMatch(let name, let modems):
            self.init(.noStick, "no stick is called '\(name)'", advice: "There is " + Self.list(modems) + ".")
        case .ambiguous(nil, let modems):
            self.init(.noStick, "more than one stick is plugged in", advice: "Say which: " + Self.list(modems) + ".")
        case .ambiguous(let name?, let modems):
            self.init(
                .noStick, "more than one stick is called '\(name)'", advice: "Say which: " + Self.list(modems) + ".")
        }
    }

    private static func list(_ modems: [RemoteModem]) -> String {
        modems.map { modem in
            let model = modem[known: ModemInterface.model] ?? modem[known: ModemInterface.usbID]
            return modem.physicalPort + (model.map { " (\($0))" } ?? "")
        }.joined(separator: ", ")
    }
}
