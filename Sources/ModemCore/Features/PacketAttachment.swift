internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Leaves the packet domain and enters it again: what helps where the network has forgotten a stick that it still
    /// counts as registered. Without a call only.
    func attachAnew() async throws(ModemError) {
        let link = try portsForRadio(duringCall: false)
        isRadioTaken = true
        defer { isRadioTaken = false }
        do throws(ATError) {
            try await link.control.send(AT.PacketAttachment(false))
            try await link.control.send(AT.PacketAttachment(true))
        } catch {
            throw ModemError(error, during: "Attaching to the packet network anew")
        }
    }
}
