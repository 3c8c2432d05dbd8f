package import DeviceCatalog
package import EventLoop

/// Which stick it is, as far as that can be told while it is a CD-ROM.
package struct StickKey: Hashable, Sendable {
    package let usbID: USBID
    /// `serial:` and the serial number of its descriptor, or `port:` and the physical port: many sticks have none.
    package let stick: String

    package init(usbID: USBID, stick: String) {
        self.usbID = usbID
        self.stick = stick
    }

    package init(_ device: USBDevice) {
        usbID = device.usbID
        stick = device.serial.isEmpty ? "port:" + device.identity.physicalPort : "serial:" + device.serial
    }
}

/// How sticks were switched before: it outlives the service. Answers at once; what is remembered is written some time later.
@LoopActor package protocol SwitchMemory {
    /// The name of the ``SwitchMethod`` that worked last.
    func method(for stick: StickKey) -> String?
    func remember(_ method: String, for stick: StickKey)
}
