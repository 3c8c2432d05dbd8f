package import EventLoop
package import ModemCore
internal import PPPSession

/// As ``ProcessSearch``, for a service from which other users' processes are hidden.
@LoopActor package final class UnitPortHolders: PortHolders {
    private let steps: StepRunner

    package init(_ steps: StepRunner) { self.steps = steps }

    package func holders(of ports: [TTYPort]) async -> [PortHolder] {
        let nodes = ports.map(\.node).filter(CallUnit.isNode).prefix(RootStep.portLimit)
        guard !nodes.isEmpty, case .success(let end) = await steps.take(.holders(Array(nodes))) else { return [] }
        return StepAnswer.holders(end.status)
    }
}
