package import EventLoop
internal import Glibc
package import ModemCore

/// Runs each pppd in a unit of its own (`zte-pppd@ttyUSB2.service`): a call outlives the daemon that made it, and the next
/// one finds it.
///
/// It takes the same ``CallRequest`` as ``ChildCallLauncher`` and gives the same `Call`.
@LoopActor package final class UnitCallLauncher: CallLauncher {
    package struct Paths: Sendable {
        package var installation = PPPInstallation()
        /// Where records are left for the units.
        package var runtime = "/run/zte-modem"
        /// Of the folders of calls, which the units have made.
        package var calls = "/run/zte-pppd"
        /// Owner of what is in the folders of calls.
        package var owner: UInt32 = 0

        package init() {}
    }

    private let paths: Paths
    private let host: any UnitHost
    private let clock: any Clock<Duration>
    private var nodesInUse: Set<String> = []
    private var staysUp = false

    package init(_ host: any UnitHost, paths: Paths = Paths(), clock: any Clock<Duration>) {
        self.host = host
        self.paths = paths
        self.clock = clock
    }

    /// Whether this machine has systemd, and systemd the unit.
    package static func isPossible() -> Bool {
        guard access("/run/systemd/system", F_OK) == 0 else { return false }
        return ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].contains { folder in
            access("\(folder)/systemd/system/\(CallUnit.template)", F_OK) == 0
        }
    }

    package var hasCalls: Bool { !nodesInUse.isEmpty }

    /// From now on calls that are up are not ended by this process, in no way.
    package func leaveCalls() { staysUp = true }

    /// - Throws: as ``ChildCallLauncher/check()`` does.
    package func check() async throws(CallError) {
        try await paths.installation.check(clock)
    }

    /// - Throws: what ``check()`` throws, ``CallError/notPermitted``,
    ///   ``CallError/portUnavailable`` for a port that has a call, or ``CallError/failed(status:message:)`` with status -1
    ///   when systemd did not start the unit.
    package func launch(_ call: CallRequest) async throws(CallError) -> any Call {
        let node = call.port.node
        guard CallUnit.isNode(node) else { throw .failed(status: -1, message: "not the name of a stick's tty") }
        guard nodesInUse.insert(node).inserted else { throw .portUnavailable }
        do throws(CallError) {
            try await check()
            return supervise(try await start(call), node)
        } catch {
            nodesInUse.remove(node)
            throw error
        }
    }

    private func start(_ call: CallRequest) async throws(CallError) -> any RunningUnit {
        let node = call.port.node
        let file: CallRecordFile
        do throws(SystemError) {
            file = try CallRecordFile(CallRecord(call), runtime: paths.runtime, node: node)
        } catch {
            throw .failed(status: -1, message: error.description)
        }
        // The unit has its own copy when this returns.
        let unit = try await host.start(CallUnit.name(node: node))
        _ = consume file
        return unit
    }

    private func supervise(_ unit: any RunningUnit, _ node: String) -> SupervisedCall {
        let process = UnitPPPD(unit, folder: folder(node), owner: paths.owner, clock: clock) { [weak self] in
            self?.staysUp == true
        }
        return SupervisedCall(process, clock: clock) { [weak self] in self?.nodesInUse.remove(node) }
    }

    private func folder(_ node: String) -> String { "\(paths.calls)/\(node)" }

    // MARK: What another process has left

    package func inheritedCalls() async -> [any InheritedCall] {
        // Each has a folder: where there is none nobody need be asked.
        guard hasFolders else { return [] }
        var calls: [any InheritedCall] = []
        for unit in await host.running(like: CallUnit.pattern) {
            guard let node = CallUnit.node(of: unit.name), nodesInUse.insert(node).inserted else { continue }
            let call = InheritedUnitCall(
                node: node, report: unit.isEnding ? nil : UnitReport(folder: folder(node), owner: paths.owner),
                adopt: { [self] in supervise(unit, node) },
                end: { [self] in
                    await unit.stop()
                    _ = await unit.end()
                    unit.release()
                    nodesInUse.remove(node)
                })
            calls.append(call)
        }
        return calls
    }

    private var hasFolders: Bool {
        FolderListing.names(in: paths.calls, limit: 1)?.isEmpty == false
    }
}

/// A unit that was running when the daemon started.
@LoopActor private final class InheritedUnitCall: InheritedCall {
    let node: String
    let address: CallAddress?
    let since: UInt64
    private let adoption: @LoopActor () -> any Call
    private let ending: @LoopActor () async -> Void

    init(
        node: String, report: UnitReport?, adopt: @escaping @LoopActor () -> any Call,
        end: @escaping @LoopActor () async -> Void
    ) {
        self.node = node
        address = report?.address
        since = report?.since ?? 0
        adoption = adopt
        ending = end
    }

    func adopt() -> any Call { adoption() }
    func end() async { await ending() }
}
