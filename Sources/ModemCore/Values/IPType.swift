/// Which kinds of IP a call is to carry.
///
/// None is IPv6 alone: pppd 2.4.9 tells nobody when such a call is up.
package enum IPType: String, CaseIterable, Sendable {
    case ipv4
    /// IPv6 besides, where stick and network have it.
    case ipv4v6
}
