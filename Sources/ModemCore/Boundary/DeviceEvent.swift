package import EventLoop

/// What the kernel and udev say about sticks, in the order they say it.
///
/// A cold plug is the same stream: what is there at the start comes first, as additions, then ``settled``. An addition
/// may be repeated; a removal always names something added before.
package enum DeviceEvent: Equatable, Sendable {
    case deviceAdded(USBDevice)
    case deviceRemoved(USBDevice.Identity)
    case portAdded(TTYPort)
    case portRemoved(TTYPort)
    /// Everything present at the start, or after a lost message, has been reported.
    case settled
}

/// The source of device events.
@LoopActor package protocol DeviceMonitor: AnyObject {
    /// For one consumer. Unbounded: a lost removal would leave a ghost.
    var events: AsyncStream<DeviceEvent> { get }
    /// Reads sysfs again and reports what differs from what was reported before.
    func rescan()
}
