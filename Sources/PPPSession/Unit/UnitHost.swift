package import EventLoop
package import ModemCore

/// Runs units: systemd, or what stands for it in a test.
@LoopActor package protocol UnitHost: AnyObject {
    /// Starts a unit; one of that name that is still running is ended first. Returns when its program runs or has ended.
    func start(_ name: String) async throws(CallError) -> any RunningUnit
    /// Those that run now. None where nobody answers.
    func running(like pattern: String) async -> [any RunningUnit]
}

/// A unit that was running when it was looked at.
@LoopActor package protocol RunningUnit: AnyObject {
    var name: String { get }
    /// It was on its way out when it was looked at.
    var isEnding: Bool { get }
    /// Returns when it has ended; how, and what it said last.
    func end() async -> UnitEnd
    /// Asks for its end, and returns when that is on its way.
    func stop() async
    /// Nothing is asked of it any more.
    func release()
}

package struct UnitEnd: Equatable, Sendable {
    package var process: ProcessEnd
    package var status: String

    package init(_ process: ProcessEnd, status: String = "") {
        self.process = process
        self.status = status
    }
}
