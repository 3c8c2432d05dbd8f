import Glibc

/// Which drivers the kernel has, or could load.
struct ModuleScan {
    var root = ""
    var release = KernelRelease.current

    /// Names of modules have hyphens in one place and underscores in another.
    func modules(_ names: [String]) -> [String: ModuleFacts] {
        let folder = "\(root)/lib/modules/\(release)"
        let builtin = Self.names(in: MachineFile.text(folder + "/modules.builtin") ?? "").mapValues { _ in "" }
        let loadable = Self.names(in: MachineFile.text(folder + "/modules.dep") ?? "")
        return Dictionary(
            uniqueKeysWithValues: names.map { name in
                let key = Self.key(name)
                if MachineFile.exists("\(root)/sys/module/\(key)") || builtin[key] != nil { return (name, .loaded) }
                if let file = loadable[key], MachineFile.exists(file.hasPrefix("/") ? file : "\(folder)/\(file)") {
                    return (name, .available)
                }
                return (name, .missing)
            })
    }

    /// The files named at the start of the lines, by name of the module.
    private static func names(in list: String) -> [String: String] {
        var files: [String: String] = [:]
        for line in list.split(separator: "\n") {
            let file = String(line.prefix { $0 != ":" })
            files[key(String(MachineFile.name(file).prefix { $0 != "." }))] = file
        }
        return files
    }

    private static func key(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
