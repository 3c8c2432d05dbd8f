package import DBus
package import EventLoop
package import ModemCore

/// Shows the same sticks on the same connection in a form of its own. The service knows nothing of the form.
@LoopActor package protocol SecondExporter: AnyObject {
    /// Its objects: calls to them wait, are answered and end with those to the service's own.
    var tree: ObjectTree { get }
    /// Called with each connection on which the service has its name.
    func joined(_ connection: Connection)
    /// Called when the service's own objects have shown it.
    func show(_ change: ModemChange)
    /// A caller of a method that is bound to its caller has left the bus.
    func callerLeft(_ name: String)
}
