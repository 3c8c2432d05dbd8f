package import EventLoop
internal import ModemCore
package import PPPSession

/// Has steps taken by systemd, one after the other, in the order in which they were asked for.
@LoopActor package final class StepRunner {
    /// The kernel may take half a minute for one.
    private static let patience: Duration = .seconds(40)

    private let host: any UnitHost
    private let clock: any Clock<Duration>
    private var last: Task<Result<UnitEnd, CallError>?, Never>?

    package init(_ host: any UnitHost, clock: any Clock<Duration>) {
        self.host = host
        self.clock = clock
    }

    /// - Returns: how the step ended, when it has.
    func take(_ step: RootStep) async -> Result<UnitEnd, CallError> {
        await take { step }.value ?? .failure(.failed(status: -1, message: "no step"))
    }

    /// - Parameter choose: says which step it is when its turn has come; nil where there is nothing left to do.
    /// - Returns: how the step ended, when it has.
    func take(_ choose: @escaping @LoopActor () -> RootStep?) -> Task<Result<UnitEnd, CallError>?, Never> {
        let before = last
        let task = Task { () -> Result<UnitEnd, CallError>? in
            _ = await before?.value
            guard let step = choose() else { return nil }
            return await self.took(step)
        }
        last = task
        return task
    }

    /// Returns when all that was asked for has been done.
    package func settle() async { _ = await last?.value }

    private func took(_ step: RootStep) async -> Result<UnitEnd, CallError> {
        do throws(CallError) {
            let unit = try await host.start(RootStep.unit(step))
            defer { unit.release() }
            let end = try? await withDeadline(Self.patience, clock: clock) { await unit.end() }
            guard let end else { throw .failed(status: -1, message: "\(unit.name) does not end") }
            return .success(end)
        } catch {
            return .failure(error)
        }
    }
}
