package import EventLoop
package import ModemCore
internal import PPPSession
internal import SerialPort

/// As ``LinkFolder``, for a service that may not write to `/dev`. A step is dear, being a unit: only what is not so already is
/// done, and links that go at the same time go by one step.
@LoopActor package final class UnitLinkMaker: LinkMaker {
    private struct Wish {
        let imei: IMEI
        /// Nil: no links.
        let ports: LinkedPorts?
    }

    /// What went wrong, for those who look for it.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private let steps: StepRunner
    private let folder: LinkFolder
    /// The last one of each IMEI, in the order in which they came.
    private var wishes: [Wish] = []

    package init(_ steps: StepRunner, folder: String? = nil) {
        self.steps = steps
        self.folder = LinkFolder(path: folder ?? DeviceLinks.folder)
    }

    package func link(_ imei: IMEI, to ports: LinkedPorts) { want(Wish(imei: imei, ports: ports)) }
    package func unlink(_ imei: IMEI) { want(Wish(imei: imei, ports: nil)) }

    private func want(_ wish: Wish) {
        wishes.removeAll { $0.imei == wish.imei }
        wishes.append(wish)
        let task = steps.take { self.nextStep() }
        Task {
            switch await task.value {
            case nil: break
            case .success(let end) where end.process == .exited(0): break
            case .success(let end): onTrouble("links of a stick: \(end.status)")
            case .failure(let error): onTrouble("links of a stick: \(error.message)")
            }
        }
    }

    private func isFulfilled(_ wish: Wish) -> Bool {
        guard let ports = wish.ports else { return !folder.has(wish.imei) }
        return folder.ports(of: wish.imei) == ports
    }

    private func nextStep() -> RootStep? {
        wishes.removeAll(where: isFulfilled)
        let gone = wishes.filter { $0.ports == nil }.prefix(RootStep.linkLimit).map(\.imei)
        if !gone.isEmpty {
            wishes.removeAll { gone.contains($0.imei) }
            return .unlink(gone)
        }
        guard let first = wishes.first, let ports = first.ports else { return nil }
        wishes.removeFirst()
        return .link(first.imei, ports)
    }
}
