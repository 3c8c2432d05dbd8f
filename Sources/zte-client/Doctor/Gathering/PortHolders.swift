import Glibc

/// Who has which serial port open, as far as this caller may look into others.
struct PortHolders {
    var root = ""

    private static let mostProcesses = 32768
    private static let mostDescriptors = 1024

    /// Names of programs by name of the port.
    func byPort() -> [String: [String]] {
        var holders: [String: [String]] = [:]
        for process in MachineFile.names(in: root + "/proc", limit: Self.mostProcesses) where Int(process) != nil {
            let folder = "\(root)/proc/\(process)"
            let open = MachineFile.names(in: folder + "/fd", limit: Self.mostDescriptors)
                .compactMap { MachineFile.link("\(folder)/fd/\($0)") }
                .filter { $0.hasPrefix("/dev/ttyUSB") || $0.hasPrefix("/dev/ttyACM") }
            guard !open.isEmpty else { continue }
            let name = MachineFile.attribute(folder + "/comm") ?? process
            for port in Set(open.map(MachineFile.name)) { holders[port, default: []].append(name) }
        }
        return holders
    }
}
