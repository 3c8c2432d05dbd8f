extension AT {
    /// `AT+CGATT=`: enters or leaves the packet domain (3GPP TS 27.007, 10.1.9). Entering takes as long as the network needs.
    package struct PacketAttachment: ATRequest {
        package typealias Reply = Void
        private let isWanted: Bool

        package init(_ isWanted: Bool) { self.isWanted = isWanted }

        package var command: ATCommand {
            ATCommand("AT+CGATT=", [.number(isWanted ? 1 : 0)], deadline: .seconds(isWanted ? 60 : 30))
        }
    }
}
