internal import CPosix

/// What epoll reported, or is asked for.
package struct DescriptorEvents: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = DescriptorEvents(rawValue: EPOLLIN.rawValue)
    package static let writable = DescriptorEvents(rawValue: EPOLLOUT.rawValue)
    package static let failed = DescriptorEvents(rawValue: EPOLLERR.rawValue)
    package static let hungUp = DescriptorEvents(rawValue: EPOLLHUP.rawValue)
    package static let priority = DescriptorEvents(rawValue: EPOLLPRI.rawValue)
}

/// Interest in one descriptor, from ``init(_:for:handler:)`` until ``cancel()``.
///
/// The loop keeps a live watch alive; its owner must cancel it before closing the descriptor. One watch per
/// descriptor: epoll refuses a second.
@LoopActor package final class DescriptorWatch {
    package nonisolated let descriptor: Int32
    private let handler: @LoopActor (DescriptorEvents) -> Void
    private var tag: UInt64?

    package init(
        _ descriptor: Int32, for events: DescriptorEvents, handler: @escaping @LoopActor (DescriptorEvents) -> Void
    ) throws(SystemError) {
        self.descriptor = descriptor
        self.handler = handler
        tag = try EventLoop.main.add(self, events: events)
    }

    /// Replaces what is waited for; an empty set still reports failure and hang-up.
    package func update(_ events: DescriptorEvents) {
        if let tag { EventLoop.main.modify(tag, events: events) }
    }

    /// No handler call follows. Safe to call twice.
    package func cancel() {
        if let tag { EventLoop.main.remove(tag) }
        tag = nil
    }

    func deliver(_ events: DescriptorEvents) { handler(events) }
}
