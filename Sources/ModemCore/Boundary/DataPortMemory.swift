package import DeviceCatalog
package import EventLoop

/// A stick as one kind of modem: what its interfaces are depends on the id it has.
package struct DataPortKey: Hashable, Sendable {
    package let usbID: USBID
    package let imei: IMEI

    package init(usbID: USBID, imei: IMEI) {
        self.usbID = usbID
        self.imei = imei
    }
}

/// Where and how calls came up before: it outlives the service. Answers at once; what is remembered is written some time later.
@LoopActor package protocol DataPortMemory {
    /// bInterfaceNumber of the port on which the last call came up.
    func dataPort(of stick: DataPortKey) -> UInt8?
    func remember(dataPort interface: UInt8, of stick: DataPortKey)
    /// By which of the known numbers the last call came up.
    func dialNumber(of stick: DataPortKey) -> DialNumber?
    func remember(dialNumber: DialNumber, of stick: DataPortKey)
}
