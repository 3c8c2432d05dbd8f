/// Where the stick is between plug and unplug: decides, does nothing itself.
struct StickLifecycle {
    enum Mode: String, Sendable { case storage, modem }

    enum Event: Equatable, Sendable {
        case plug
        case unplug
        /// The switch command has come.
        case triggered
        /// The time asked for with ``Action/wait(_:)`` is up.
        case timeIsUp
        /// The firmware starts over, as after power-on.
        case reboot
        /// The host has taken the configuration away: some firmware starts over then.
        case unconfigured
        /// The host has reset the port.
        case portReset
        /// The host closed the connection.
        case lost
    }

    enum Wait: Equatable, Sendable { case leave, offBus }

    enum Action: Equatable, Sendable {
        case attach(Mode)
        case detach
        /// Turn into this one without leaving the bus.
        case become(Mode)
        case wait(Wait)
        case stopWaiting
    }

    private enum State: Equatable {
        case unplugged
        case attached(Mode)
        /// Still on the bus, about to come back as `next`.
        case leaving(next: Mode)
        case offBus(next: Mode)
    }

    private var state = State.unplugged
    /// What it is after power-on.
    var home: Mode
    /// What it is after a reset of its port; nil: what it was.
    private let afterReset: Mode?
    /// Switches that end in the CD-ROM again.
    private var bounces: Int

    init(home: Mode = .storage, bounces: Int = 0, afterReset: Mode? = nil) {
        self.home = home
        self.afterReset = afterReset
        self.bounces = bounces
    }

    /// "unplugged", "storage", "modem", "switching".
    var name: String {
        switch state {
        case .unplugged: "unplugged"
        case .attached(let mode): mode.rawValue
        case .leaving, .offBus: "switching"
        }
    }

    var isPlugged: Bool { state != .unplugged }

    mutating func handle(_ event: Event) -> [Action] {
        switch (state, event) {
        case (.unplugged, .plug):
            state = .attached(home)
            return [.attach(home)]
        case (.attached, .unplug), (.leaving, .unplug), (.offBus, .unplug):
            defer { state = .unplugged }
            switch state {
            case .attached: return [.detach]
            case .leaving: return [.stopWaiting, .detach]
            case .offBus, .unplugged: return [.stopWaiting]
            }
        case (.attached(.storage), .triggered):
            state = .leaving(next: nextAfterSwitch())
            return [.wait(.leave)]
        case (.attached(.modem), .reboot):
            state = .leaving(next: home)
            return [.wait(.leave)]
        case (.attached(.modem), .unconfigured) where home == .storage:
            state = .leaving(next: home)
            return [.wait(.leave)]
        case (.attached(.modem), .portReset) where home == .storage && afterReset == .storage:
            state = .attached(.storage)
            return [.become(.storage)]
        case (.leaving(let next), .timeIsUp):
            state = .offBus(next: next)
            return [.detach, .wait(.offBus)]
        case (.offBus(let next), .timeIsUp):
            state = .attached(next)
            return [.attach(next)]
        case (.attached, .lost):
            state = .unplugged
            return [.detach]
        case (.leaving, .lost):
            state = .unplugged
            return [.stopWaiting, .detach]
        case (.unplugged, _), (.attached, _), (.leaving, _), (.offBus, _):
            // Late or meaningless here: a second eject, a timer that was stopped.
            return []
        }
    }

    private mutating func nextAfterSwitch() -> Mode {
        if bounces == 0 { return .modem }
        bounces -= 1
        return .storage
    }
}
