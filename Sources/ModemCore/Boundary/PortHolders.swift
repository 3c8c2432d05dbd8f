package import EventLoop

/// Tells who keeps a port from being opened.
@LoopActor package protocol PortHolders {
    /// Those that may be seen; not seeing any does not mean that there are none.
    func holders(of ports: [TTYPort]) async -> [PortHolder]
}

package struct PortHolder: Hashable, Sendable {
    package let processID: Int32
    /// The kernel's name of the process, which it may have chosen itself: bounded, no control characters.
    package let command: String

    package init(processID: Int32, command: String) {
        self.processID = processID
        self.command = command
    }
}
