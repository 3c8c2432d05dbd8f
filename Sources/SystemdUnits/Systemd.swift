internal import DBus

/// What we use of systemd's interface (org.freedesktop.systemd1(5)).
enum Systemd {
    static let name = "org.freedesktop.systemd1"
    static let manager = RemoteObject(name, ObjectPath("/org/freedesktop/systemd1") ?? .root)

    private static let managerInterface = name + ".Manager"
    private static let unitInterface = name + ".Unit"
    private static let serviceInterface = name + ".Service"

    /// Nothing is announced to who has not asked for it.
    static let subscribe = MethodDeclaration<Void>(managerInterface, "Subscribe", "")
    static let loadUnit = MethodDeclaration<String, ObjectPath>(
        managerInterface, "LoadUnit", "", ["name"], returns: "unit")
    static let unitOfProcess = MethodDeclaration<UInt32, ObjectPath>(
        managerInterface, "GetUnitByPID", "", ["pid"], returns: "unit")
    static let startUnit = MethodDeclaration<String, String, ObjectPath>(
        managerInterface, "StartUnit", "", ["name", "mode"], returns: "job")
    static let stopUnit = MethodDeclaration<String, String, ObjectPath>(
        managerInterface, "StopUnit", "", ["name", "mode"], returns: "job")
    /// Name, description, load state, active state, sub state, followed unit, path; job: id, type, path.
    typealias Listed = Structure<
        String, String, String, String, String, String, ObjectPath, UInt32, String, ObjectPath
    >
    static let listUnits = MethodDeclaration<[String], [String], [Listed]>(
        managerInterface, "ListUnitsByPatterns", "", ["states", "patterns"], returns: "units")
    /// Id, job, unit, result.
    static let jobRemoved = SignalDeclaration<UInt32, ObjectPath, String, String>(
        managerInterface, "JobRemoved", "", ["id", "job", "unit", "result"])

    /// The unit stays known while we are on the bus, also after its end.
    static let ref = MethodDeclaration<Void>(unitInterface, "Ref", "")
    static let activeState = PropertyDeclaration<String>(unitInterface, "ActiveState", "")
    /// 0 and `/` where there is none.
    static let job = PropertyDeclaration<Structure<UInt32, ObjectPath>>(unitInterface, "Job", "")
    static let jobType = PropertyDeclaration<String>(name + ".Job", "JobType", "")

    /// CLD_EXITED, CLD_KILLED or CLD_DUMPED; 0 where nothing has run.
    static let exitCode = PropertyDeclaration<Int32>(serviceInterface, "ExecMainCode", "")
    static let exitStatus = PropertyDeclaration<Int32>(serviceInterface, "ExecMainStatus", "")
    static let statusText = PropertyDeclaration<String>(serviceInterface, "StatusText", "")

    static func isOver(_ activeState: String) -> Bool { activeState == "inactive" || activeState == "failed" }

    /// Every state that is not over.
    static let runningStates = ["active", "activating", "deactivating", "reloading"]
}
