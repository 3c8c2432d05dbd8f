package import DBus
package import EventLoop
internal import ModemAPI

/// Asks polkit whether a caller may do something. Whatever goes wrong on the way is a no.
///
/// The subject is the unique name the bus gave the caller: a process id could be another program by the time polkit
/// looks (CVE-2013-4288). Nothing is remembered from one call to the next.
@LoopActor package final class Authority {
    /// How long an answer may take: a person types a password, or nobody has to be asked.
    private static let patience = (withPerson: Duration.seconds(120), alone: Duration.seconds(20))

    /// Whom each question is decided by that polkit is not there for.
    var fallback: FallbackGroup
    private var nextQuestion: UInt64 = 1

    init(fallback: FallbackGroup) {
        self.fallback = fallback
    }

    /// - Parameter connection: the one the call came over.
    /// - Throws: `NotAuthorized`, whatever the reason; cancelled with the task, and the question to polkit with it.
    package func authorize(
        _ context: CallContext, of caller: Caller, _ action: String, over connection: Connection
    ) async throws(BusError) {
        // Root can do what the service does without asking it, also where polkitd hangs.
        if caller.userID == 0 { return }
        let answer = try await ask(context, action, connection)
        switch answer {
        case .yes: return
        case .no:
            throw Self.denied(
                action, "It is not allowed to this user from here; use sudo, or have a rule of polkit allow it.")
        case .afterAuthentication:
            throw Self.denied(
                action,
                context.allowsInteraction
                    ? "The user was not authenticated."
                    : "It takes authentication, which the call does not allow (busctl: "
                        + "--allow-interactive-authorization=yes).")
        case .noPolkit:
            guard fallback.contains(caller) else {
                throw Self.denied(
                    action, "polkit is not installed, so that this is for root and \(fallback) (see zte-modem.conf).")
            }
        }
    }

    private enum Answer {
        case yes, no, afterAuthentication, noPolkit
    }

    private func ask(
        _ context: CallContext, _ action: String, _ connection: Connection
    ) async throws(BusError) -> Answer {
        let question = "zte-modemd-\(nextQuestion)"
        nextQuestion += 1
        do throws(BusError) {
            let result = try await connection.call(
                Polkit.checkAuthorization, on: Polkit.authority,
                Structure("system-bus-name", ["name": Value.string(context.sender)]), action, [:],
                context.allowsInteraction ? Polkit.allowInteraction : 0, question,
                timeout: context.allowsInteraction ? Self.patience.withPerson : Self.patience.alone)
            let (isAuthorized, isChallenge, _) = result.fields
            return isAuthorized ? .yes : isChallenge ? .afterAuthentication : .no
        } catch {
            switch error.name {
            case BusError.Name.serviceUnknown: return .noPolkit
            case BusError.Name.noReply, BusError.Name.cancelled:
                // polkit would go on asking the user on behalf of nobody.
                try? connection.post(Polkit.cancelCheck, on: Polkit.authority, question)
            default: break
            }
            throw Self.denied(action, "polkit did not answer: \(error.message).")
        }
    }

    private static func denied(_ action: String, _ why: String) -> BusError {
        ErrorName.notAuthorized("Not authorised for \(action). \(why)")
    }
}
