internal import CUdev
internal import EventLoop
internal import Glibc

/// A reference to libudev's context.
final class UdevContext {
    let pointer: OpaquePointer

    init() throws(UdevError) {
        guard let pointer = udev_new() else { throw .unavailable("libudev: no memory") }
        self.pointer = pointer
    }

    deinit { udev_unref(pointer) }
}

/// One device as libudev shows it. Strings in it were written by the stick or the kernel: hand them out checked.
struct UdevDevice: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes over one reference.
    init?(owning pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    /// Nil if nothing is there, or nothing that libudev can make sense of.
    init?(_ context: UdevContext, path: String) throws(SystemError) {
        errno = 0
        let pointer = udev_device_new_from_syspath(context.pointer, path)
        if pointer == nil { try SysfsText.refuseShortage("udev_device_new_from_syspath", errno) }
        self.init(owning: pointer)
    }

    deinit { udev_device_unref(pointer) }

    var action: String? { Self.text(udev_device_get_action(pointer)) }
    var path: String? { Self.text(udev_device_get_syspath(pointer)) }
    var subsystem: String? { Self.text(udev_device_get_subsystem(pointer)) }
    var kind: String? { Self.text(udev_device_get_devtype(pointer)) }
    var name: String? { Self.text(udev_device_get_sysname(pointer)) }
    var node: String? { Self.text(udev_device_get_devnode(pointer)) }
    var driver: String? { Self.text(udev_device_get_driver(pointer)) }
    var deviceNumber: UInt64 { UInt64(udev_device_get_devnum(pointer)) }
    /// Whether udevd has run its rules for it.
    var isInitialized: Bool { udev_device_get_is_initialized(pointer) > 0 }

    /// As it came with the event: true for that event, also when sysfs has moved on.
    func property(_ name: String) -> String? { Self.text(udev_device_get_property_value(pointer, name)) }
    /// As sysfs has it now.
    func attribute(_ name: String) -> String? { Self.text(udev_device_get_sysattr_value(pointer, name)) }

    /// The nearest ancestor of a kind.
    func ancestor(_ subsystem: String, _ kind: String) -> UdevDevice? {
        // The parent belongs to its child; a reference of its own keeps it alive.
        let parent = udev_device_get_parent_with_subsystem_devtype(pointer, subsystem, kind)
        return UdevDevice(owning: parent.flatMap { udev_device_ref($0) })
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
}

/// The netlink socket that udevd (or the kernel) announces devices on.
final class UdevSocket {
    enum Message: ~Copyable {
        case device(UdevDevice)
        /// Nothing more for now.
        case none
        /// The socket overflowed: messages are lost.
        case overflow
        /// One message that libudev refused.
        case unreadable
    }

    private let pointer: OpaquePointer
    private let context: UdevContext

    /// Large enough for a hub with sticks that all come at once; the kernel's default holds about 200 messages.
    private static let bufferSize: Int32 = 8 << 20

    init(_ context: UdevContext, source: UdevMonitor.Source) throws(UdevError) {
        guard let pointer = udev_monitor_new_from_netlink(context.pointer, source.netlinkGroup) else {
            throw .unavailable("no udev socket: " + String(cString: strerror(errno)))
        }
        self.pointer = pointer
        self.context = context
        udev_monitor_filter_add_match_subsystem_devtype(pointer, "usb", "usb_device")
        udev_monitor_filter_add_match_subsystem_devtype(pointer, "tty", nil)
        // Not allowed without CAP_NET_ADMIN beyond rmem_max; what the kernel grants has to do, an overflow is handled.
        udev_monitor_set_receive_buffer_size(pointer, Self.bufferSize)
        let failed = udev_monitor_enable_receiving(pointer)
        guard failed >= 0 else {
            udev_monitor_unref(pointer)
            throw .unavailable("cannot listen to udev: " + String(cString: strerror(-failed)))
        }
    }

    deinit { udev_monitor_unref(pointer) }

    var descriptor: Int32 { udev_monitor_get_fd(pointer) }

    func receive() -> Message {
        errno = 0
        if let device = UdevDevice(owning: udev_monitor_receive_device(pointer)) { return .device(device) }
        switch errno {
        case ENOBUFS: return .overflow
        case EAGAIN, 0: return .none
        default: return .unreadable
        }
    }
}
