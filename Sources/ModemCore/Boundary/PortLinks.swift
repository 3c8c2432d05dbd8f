package import EventLoop

/// Names that stay while the numbers of ttys change: `/dev/zte/<IMEI>/at` and `data`. A convenience: what goes wrong with them
/// is nobody's business here.
@LoopActor package protocol PortLinks {
    /// From now on the names lead to these ports of the stick in that physical port. Where two sticks say the same IMEI the
    /// one that was first has it.
    func show(_ ports: LinkedPorts, of imei: IMEI, in physicalPort: String)
    /// The stick in that physical port has left.
    func remove(_ physicalPort: String)
}

/// Nodes, such as `ttyUSB2`.
package struct LinkedPorts: Equatable, Sendable {
    package let at: String
    package let data: String

    package init(at: String, data: String) {
        self.at = at
        self.data = data
    }
}
