import EventLoop
import Glibc
import ModemAPI
import ModemClient
import Version

/// Asks the bus, and the service if it runs. It is not started for that: whether it runs is what was asked.
@LoopActor struct BusScan {
    let service: RemoteService

    /// What a person does with a stick; the rest is an administrator's.
    static let actions: [Action] = [.connect, .switchMode, .simUnlock, .network, .smsRead, .smsSend, .ussd]
    private static let modemManager = "org.freedesktop.ModemManager1"

    func facts() async throws(ServiceError) -> DoctorFacts {
        var facts = DoctorFacts()
        facts.clientVersion = Version.current
        facts.isRoot = geteuid() == 0
        let own = try await service.owner(of: BusName.ztemodem)
        facts.service.isRunning = own != nil
        facts.service.isActivatable = await service.isActivatable()
        facts.modemManager =
            switch try await service.owner(of: Self.modemManager) {
            case nil: .absent
            case own: .isService
            default: .runs
            }
        facts.systemdVersion = await service.systemdVersion()
        if await service.hasPolkit() {
            for action in Self.actions { facts.permissions[action] = await service.authorization(for: action) }
        }
        if facts.service.isRunning { await ask(&facts) }
        return facts
    }

    private func ask(_ facts: inout DoctorFacts) async {
        do throws(ServiceError) {
            facts.service.version = try await service.version()
            facts.modems = try await service.modems()
            facts.profileCount = try await service.profiles().count
        } catch {
            facts.service.problem = Complaint(error).what
        }
    }
}
