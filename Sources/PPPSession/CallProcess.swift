internal import EventLoop
internal import ModemCore

/// One pppd and what belongs to it, wherever it runs.
@LoopActor protocol CallProcess: AnyObject {
    /// Of pppd, for the log; 0 where nobody knows.
    var processIdentifier: Int32 { get }
    /// It goes on without this process, and is to do so.
    var outlivesUs: Bool { get }
    /// The address, as far as there is one.
    func report() -> CallAddress?
    /// Seconds since 1970 when that came; nil where nobody else has to know.
    var since: UInt64? { get }
    /// Calls it after each change of ``report()``.
    func watchReport(_ changed: @escaping @LoopActor () -> Void)
    /// Returns when it has ended; how, and what it said last.
    func end() async -> (end: ProcessEnd, messages: [String])
    /// Ends it: SIGTERM, then SIGKILL.
    func terminate() async
    /// It has ended: removes what it left.
    /// - Parameter interface: what it was given.
    func cleanUp(interface: String?)
}
