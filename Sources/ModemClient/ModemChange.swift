/// What happened to the sticks, or to the service that shows them. A modem is as it is afterwards.
package enum ModemChange: Hashable, Sendable {
    case arrived(RemoteModem)
    /// As it was last seen.
    case left(RemoteModem)
    case state(RemoteModem, from: String)
    /// Another sentence about the same state.
    case message(RemoteModem)
    /// Any other properties of one interface: changed, appeared or lost.
    case properties(RemoteModem, interface: String, names: [String])
    /// The service has left the bus; the sticks have been reported before.
    case serviceLeft
    case serviceReturned
}
