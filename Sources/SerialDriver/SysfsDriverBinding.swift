package import DeviceCatalog
package import EventLoop
package import ModemCore

/// Tells the `option` driver an id by way of sysfs (Documentation/ABI/testing/sysfs-bus-usb, "new_id").
///
/// The kernel looks at every device anew while the id is being written, which may take its time: that is a lane's work.
@LoopActor package final class SysfsDriverBinding: DriverBinding {
    /// The kernel's name for `option` on the bus of USB serial drivers.
    package nonisolated static let folder = "/sys/bus/usb-serial/drivers/option1"

    private let path: String
    private let lane = BlockingLane()

    /// - Parameter folder: of the driver in sysfs.
    package init(folder: String = SysfsDriverBinding.folder) { path = folder + "/new_id" }

    package func adopt(_ usbID: USBID, like reference: USBID?) async -> DriverAnswer {
        await lane.run { [path] in NewID(path: path).add(usbID, like: reference) }
    }
}
