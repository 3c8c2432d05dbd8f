internal import DBus

/// What we use of polkit's interface (org.freedesktop.PolicyKit1.Authority, polkit's reference manual).
enum Polkit {
    private static let name = "org.freedesktop.PolicyKit1"
    private static let interface = name + ".Authority"

    static let authority = RemoteObject(
        name, ObjectPath("/org/freedesktop/PolicyKit1/Authority") ?? .root)
    /// The flag of CheckAuthorization that lets polkit ask the user.
    static let allowInteraction: UInt32 = 1

    /// Subject, action, details, flags, an id to cancel it by; authorised, authentication would help, details.
    static let checkAuthorization = MethodDeclaration<
        Structure<String, [String: Value]>, String, [String: String], UInt32, String,
        Structure<Bool, Bool, [String: String]>
    >(
        interface, "CheckAuthorization", "",
        ["subject", "action_id", "details", "flags", "cancellation_id"], returns: "result")
    static let cancelCheck = MethodDeclaration<String, Void>(
        interface, "CancelCheckAuthorization", "", ["cancellation_id"])
}
