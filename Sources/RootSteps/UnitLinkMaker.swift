package import EventLoop
package import ModemCore
internal import PPPSession
internal import SerialPort

/// As ``LinkFolder``, for a service that may not write to `/dev`.
@LoopActor package final class UnitLinkMaker: LinkMaker {
    /// What went wrong, for those who look for it.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private let steps: StepRunner

    package init(_ steps: StepRunner) { self.steps = steps }

    package func link(_ imei: IMEI, to ports: LinkedPorts) { take(.link(imei, ports)) }
    package func unlink(_ imei: IMEI) { take(.unlink(imei)) }

    private func take(_ step: RootStep) {
        let task = steps.take(step)
        Task {
            switch await task.value {
            case .success(let end) where end.process == .exited(0): break
            case .success(let end): onTrouble("links of a stick: \(end.status)")
            case .failure(let error): onTrouble("links of a stick: \(error.message)")
            }
        }
    }
}
