internal import EventLoop

// Names of the ports that stay when the numbers of the ttys change.
extension Modem {
    /// The stick has said who it is, or its ports have changed places. Lent ports keep their names: whoever borrows them may
    /// go by these.
    func showLinks(of link: ModemLink) {
        guard let imei = snapshot.identity.imei else { return removeLinks() }
        let ports = LinkedPorts(at: link.controlPort.node, data: link.dataPort.node)
        linked = ports
        environment.links.show(ports, of: imei, in: physicalPort)
    }

    /// Takes the names away with the ports they lead to.
    func reviewLinks() {
        guard let linked else { return }
        let nodes = snapshot.ports.map(\.node)
        if !nodes.contains(linked.at) || !nodes.contains(linked.data) { removeLinks() }
    }

    func removeLinks() {
        guard linked != nil else { return }
        linked = nil
        environment.links.remove(physicalPort)
    }
}
