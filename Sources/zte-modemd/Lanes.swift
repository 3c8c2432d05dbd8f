import EventLoop

/// The lanes that the program makes: each part that must not wait behind another has its own.
struct Lanes {
    let profiles = BlockingLane("profiles")
    let memory = BlockingLane("state")
    /// Messages are given to the disk one by one, and all else need not wait for that.
    let messages = BlockingLane("messages")
    let providers = BlockingLane("providers")

    var all: [BlockingLane] { [.shared, profiles, memory, messages, providers] }
}
