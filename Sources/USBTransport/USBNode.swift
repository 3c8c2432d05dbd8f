internal import CPosix
internal import CUSB
internal import DeviceCatalog
internal import Glibc
internal import ModemCore

/// The calls on one open USB node that may block; each belongs on the lane.
struct USBNode: Sendable {
    /// Ours: libusb only borrows it.
    let descriptor: Int32
    let handle: USBPointer

    static func open(_ path: String) throws(StorageError) -> Int32 {
        let result = cposix_open(path, O_RDWR | O_NOFOLLOW, 0)
        if result >= 0 { return result }
        switch -result {
        case ENOENT, ENODEV, ENXIO: throw .gone
        case EACCES, EPERM: throw .accessDenied
        default: throw .failed("open: " + String(cString: strerror(-result)))
        }
    }

    /// Hands the open node to libusb, if it still is the device that was announced.
    init(_ descriptor: Int32, context: USBPointer, expecting usbID: USBID) throws(StorageError) {
        var handle: OpaquePointer?
        let failed = libusb_wrap_sys_device(context.raw, Int(descriptor), &handle)
        guard failed == 0, let handle else { throw StorageError(libusb: failed) }
        var found = libusb_device_descriptor()
        let unread = libusb_get_device_descriptor(libusb_get_device(handle), &found)
        guard unread == 0, found.idVendor == usbID.vendor, found.idProduct == usbID.product else {
            libusb_close(handle)
            throw .gone
        }
        self.descriptor = descriptor
        self.handle = USBPointer(raw: handle)
    }

    /// What libusb answered to detaching and to claiming.
    func claim(_ interface: UInt8) -> (detach: Int32, claim: Int32) {
        let detach = libusb_detach_kernel_driver(handle.raw, Int32(interface))
        return (detach, libusb_claim_interface(handle.raw, Int32(interface)))
    }

    func clearHalt(_ endpoint: UInt8) -> Int32 { libusb_clear_halt(handle.raw, endpoint) }

    /// Gives the interface back, to usb-storage if asked to. A stick that has left takes none of this, and need not.
    func release(_ interface: UInt8, reattach: Bool) {
        _ = libusb_release_interface(handle.raw, Int32(interface))
        if reattach { _ = libusb_attach_kernel_driver(handle.raw, Int32(interface)) }
        libusb_close(handle.raw)
    }
}
