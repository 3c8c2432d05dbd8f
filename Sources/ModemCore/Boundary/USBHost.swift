package import EventLoop

/// What the machine can do with a stick besides carrying its data.
@LoopActor package protocol USBHost {
    /// Where file systems of the stick are mounted, such as `/media/cdrom`; empty where none is.
    func mountPoints(of device: USBDevice) async -> [String]
    /// Resets the port of the device (USB 2.0, 7.1.7.5), and returns when it has been looked at anew.
    /// - Throws: ``StorageError/gone`` when it is another device now, or has left: for one that is to change the good news.
    func reset(_ device: USBDevice) async throws(StorageError)
    /// Takes the permission to be used from the device, and gives it back: it loses its configuration and gets it anew.
    func reauthorise(_ device: USBDevice) async throws(StorageError)
}
