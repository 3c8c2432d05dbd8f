internal import CUSB
internal import ModemCore

/// Whether to try again to get hold of an interface. Pure.
///
/// usb-storage may bind between our detaching and our claiming (then claiming says BUSY and the next detach finds it), or
/// not have bound yet (then detaching says NOT_FOUND, and claiming works). A program that has claimed it says BUSY for
/// good.
struct InterfaceClaim {
    enum Decision: Equatable {
        case claimed
        case retry(after: Duration)
        case failed(StorageError)
    }

    /// About 0.8 s together.
    private static let pauses: [Duration] = [
        .milliseconds(50), .milliseconds(100), .milliseconds(200), .milliseconds(400),
    ]

    private var attempt = 0

    /// - Parameters: what libusb answered to detaching and to claiming.
    mutating func decide(detach: Int32, claim: Int32) -> Decision {
        let results = [claim, detach]
        if claim == LIBUSB_SUCCESS.rawValue { return .claimed }
        if results.contains(LIBUSB_ERROR_NO_DEVICE.rawValue) { return .failed(.gone) }
        if results.contains(LIBUSB_ERROR_ACCESS.rawValue) { return .failed(.accessDenied) }
        switch claim {
        case LIBUSB_ERROR_BUSY.rawValue:
            guard attempt < Self.pauses.count else { return .failed(.busy) }
            defer { attempt += 1 }
            return .retry(after: Self.pauses[attempt])
        case LIBUSB_ERROR_NOT_FOUND.rawValue: return .failed(.unsuitable)
        default: return .failed(StorageError(libusb: claim))
        }
    }
}

extension StorageError {
    /// A negative result of libusb.
    init(libusb code: Int32) {
        switch code {
        case LIBUSB_ERROR_NO_DEVICE.rawValue: self = .gone
        case LIBUSB_ERROR_ACCESS.rawValue: self = .accessDenied
        case LIBUSB_ERROR_BUSY.rawValue: self = .busy
        case LIBUSB_ERROR_TIMEOUT.rawValue: self = .timedOut
        default: self = .failed(String(cString: libusb_error_name(code)))
        }
    }
}
