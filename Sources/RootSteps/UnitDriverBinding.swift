package import DeviceCatalog
package import EventLoop
package import ModemCore
internal import PPPSession
internal import SerialDriver

/// As ``SysfsDriverBinding``, for a service that is not root: what only has to be read it reads, and telling is a step.
@LoopActor package final class UnitDriverBinding: DriverBinding {
    private let reading: any DriverBinding
    private let steps: StepRunner

    package convenience init(_ steps: StepRunner) { self.init(steps, reading: SysfsDriverBinding()) }

    init(_ steps: StepRunner, reading: any DriverBinding) {
        self.steps = steps
        self.reading = reading
    }

    package func adopt(_ usbID: USBID, like reference: USBID?) async -> DriverAnswer {
        let known = await reading.adopt(usbID, like: nil)
        guard known == .unknownID, let reference else { return known }
        switch await steps.take(.adopt(usbID, like: reference)) {
        case .success(let end):
            return StepAnswer.driverAnswer(end.status) ?? .refused("zte-step was ended: \(end.process)")
        case .failure(let error): return .refused(error.message)
        }
    }
}
