internal import EventLoop

/// Block devices of the kernel.
enum BlockDevices {
    /// Numbers of discs and their partitions below a device of sysfs, `11:0`. May block.
    static func numbers(below path: String) -> Set<String> {
        var numbers: Set<String> = []
        for name in FolderListing.names(in: "/sys/class/block") ?? [] {
            guard let link = SystemFile.target("/sys/class/block/" + name), belongs(link, to: path),
                let number = SystemFile.text("/sys/class/block/\(name)/dev")
            else { continue }
            numbers.insert(String(number.prefix { $0 != "\n" }))
        }
        return numbers
    }

    /// - Parameter link: such as `../../devices/…/1-1.2/1-1.2:1.0/host2/…/block/sr0`.
    static func belongs(_ link: String, to path: String) -> Bool {
        var rest = link[...]
        while rest.hasPrefix("../") { rest = rest.dropFirst(3) }
        return ("/sys/" + rest).hasPrefix(path + "/")
    }
}
