internal import DBus

/// What we use of logind's interface (org.freedesktop.login1(5)).
enum Logind {
    static let name = "org.freedesktop.login1"
    private static let interface = name + ".Manager"

    static let manager = RemoteObject(name, ObjectPath("/org/freedesktop/login1") ?? .root)

    /// What to delay, who delays it, why, how; the lock, which lasts until its descriptor is closed.
    static let inhibit = MethodDeclaration<String, String, String, String, ReceivedDescriptor>(
        interface, "Inhibit", "", ["what", "who", "why", "mode"], returns: "pipe_fd")
    /// True before the machine sleeps, false when it is awake, also where it did not come to sleeping.
    static let prepareForSleep = SignalDeclaration<Bool>(interface, "PrepareForSleep", "", ["start"])
}

/// What we use of the bus itself (D-Bus specification, "Message Bus Messages").
enum MessageBus {
    private static let name = "org.freedesktop.DBus"

    /// Name, old owner, new owner; empty for none.
    static let ownerChanged = SignalDeclaration<String, String, String>(
        name, "NameOwnerChanged", "", ["name", "old_owner", "new_owner"])
}
