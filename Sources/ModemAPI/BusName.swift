/// Names on the bus.
package enum BusName {
    /// The service on the system bus; also the prefix of its interfaces, errors and polkit actions.
    package static let ztemodem = "org.ztemodem1"
}
