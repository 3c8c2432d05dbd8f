internal import EventLoop

extension Modem {
    /// Has the signal read so often, for as long as the holder is there; nil is no wish any more. The shortest wish of all
    /// counts, also for a stick that is not in a network yet.
    package func setSignalInterval(_ interval: SignalInterval?, for holder: Holder) {
        signalWishes[holder] = interval
        link?.watch?.followSignalWishes()
    }

    /// Nil: nobody minds.
    var signalInterval: Duration? { signalWishes.values.min()?.duration }
}
