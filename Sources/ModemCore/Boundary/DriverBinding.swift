package import DeviceCatalog
package import EventLoop

/// Makes the kernel's driver of serial ports take a stick it does not know.
@LoopActor package protocol DriverBinding {
    /// - Parameter reference: an id that the driver knows and whose interfaces it is to treat alike; nil where nobody has said
    ///   which: then nothing is changed, and only what stands in the way is told.
    func adopt(_ usbID: USBID, like reference: USBID?) async -> DriverAnswer
}

package enum DriverAnswer: Equatable, Sendable {
    /// The driver knows the id from now on, or has been told so before; ports follow, if they do.
    case adopted
    /// No such driver in the kernel now.
    case moduleMissing
    /// The driver is there; nobody has said how this id is to be treated.
    case unknownID
    /// Half a sentence.
    case refused(String)
}
