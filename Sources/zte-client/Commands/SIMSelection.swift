import DBus
import EventLoop
import ModemAPI
import ModemClient

/// Which SIM is meant: the one in the stick; where there is none, the one that is known, or the one that was named.
enum SIMSelection {
    @LoopActor static func find(
        _ id: String?, _ modem: ModemArgument, _ service: RemoteService
    ) async throws -> RemoteSIM {
        let sims = try await service.sims()
        if let id { return try find(id, among: sims) }
        let modems = try await service.modems()
        if modem.modem == nil, modems.isEmpty { return try onlyOne(of: sims) }
        let stick = try modem.find(among: modems)
        guard let id = stick[known: SimInterface.simID] else {
            throw Complaint(
                .failed, "\(stick.physicalPort): its SIM has not been read", advice: "Name one with --sim.")
        }
        return try find(id, among: sims)
    }

    static func find(_ id: String, among sims: [RemoteSIM]) throws(Complaint) -> RemoteSIM {
        if let sim = sims.first(where: { $0.id == id || $0.path.text == id }) { return sim }
        throw Complaint(.noStick, "no SIM is called '\(id)'", advice: sims.isEmpty ? nil : "There is \(list(sims)).")
    }

    private static func onlyOne(of sims: [RemoteSIM]) throws(Complaint) -> RemoteSIM {
        guard let first = sims.first else {
            throw Complaint(.noStick, "no stick is plugged in, and no SIM was seen before")
        }
        guard sims.count == 1 else {
            throw Complaint(
                .noStick, "no stick is plugged in, and more than one SIM is known",
                advice: "Say which with --sim: \(list(sims)).")
        }
        return first
    }

    private static func list(_ sims: [RemoteSIM]) -> String { sims.map(\.id).joined(separator: ", ") }
}
