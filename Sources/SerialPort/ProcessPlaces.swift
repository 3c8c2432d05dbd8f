internal import EventLoop
internal import Glibc
package import ModemCore

/// Where it is written who uses a device. Blocks.
package struct ProcessPlaces: Sendable {
    var processes = "/proc"
    /// Lock files as the Filesystem Hierarchy Standard has them (5.9): `LCK..ttyUSB0`, with a process id in ten characters.
    var locks = "/run/lock"

    /// More than a sentence has room for.
    private static let holderLimit = 3
    private static let fileLimit = 64 * 1024
    private static let nameLimit = 32

    package init() {}

    package func holders(of paths: [String]) -> [PortHolder] {
        var found: Set<Int32> = []
        for path in paths {
            if let process = lockFileOwner(of: path) { found.insert(process) }
        }
        found.formUnion(lockers(of: paths))
        found.formUnion(openers(of: Set(paths)))
        found.remove(getpid())
        // One that is not there any more holds nothing: its lock file is stale.
        let holders = found.sorted().compactMap { process in
            command(of: process).map { PortHolder(processID: process, command: $0) }
        }
        return Array(holders.prefix(Self.holderLimit))
    }

    private func lockFileOwner(of path: String) -> Int32? {
        let name = path.split(separator: "/").last ?? ""
        guard let bytes = contents(of: "\(locks)/LCK..\(name)") else { return nil }
        return Self.lockOwner(bytes)
    }

    /// In digits, or as a number of this machine.
    static func lockOwner(_ bytes: [UInt8]) -> Int32? {
        if bytes.count == 4, !bytes.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0x0a }) {
            let number = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
            return number > 0 ? number : nil
        }
        let digits = bytes.drop { $0 == 0x20 }.prefix { (0x30...0x39).contains($0) }
        return Int32(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Those who have locked it with flock(2) or fcntl(2): proc(5), "/proc/locks".
    private func lockers(of paths: [String]) -> Set<Int32> {
        guard let bytes = contents(of: processes + "/locks") else { return [] }
        let nodes = Set(paths.compactMap { Self.inode(of: $0) })
        return Self.lockers(String(decoding: bytes, as: UTF8.self), nodes)
    }

    /// `1: FLOCK  ADVISORY  WRITE 812 00:05:1065 0 EOF`; one that waits for its turn has an arrow in it.
    static func lockers(_ table: String, _ nodes: Set<String>) -> Set<Int32> {
        var found: Set<Int32> = []
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] != "->", nodes.contains(String(words[5])), let process = Int32(words[4])
            else { continue }
            if process > 0 { found.insert(process) }
        }
        return found
    }

    /// As that table names it: the file system's device, in hexadecimal digits, and the inode.
    private static func inode(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        // major() and minor() of makedev(3), which are macros.
        let device = UInt64(status.st_dev)
        let (high, low) = (device >> 8 & 0xfff | device >> 32 & ~0xfff, device & 0xff | device >> 12 & 0xffff_ff00)
        return "\(hex(high)):\(hex(low)):\(status.st_ino)"
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
    }

    private func openers(of paths: Set<String>) -> Set<Int32> {
        var found: Set<Int32> = []
        for name in FolderListing.names(in: processes) ?? [] {
            guard let process = Int32(name) else { continue }
            let folder = "\(processes)/\(name)/fd"
            let isOpen = (FolderListing.names(in: folder) ?? []).contains { descriptor in
                target(of: folder + "/" + descriptor).map { paths.contains($0) } ?? false
            }
            if isOpen { found.insert(process) }
        }
        return found
    }

    // MARK: Files

    /// A process chooses its name itself.
    func command(of process: Int32) -> String? {
        guard let bytes = contents(of: "\(processes)/\(process)/comm") else { return nil }
        let line = bytes.prefix { $0 != 0x0a }.prefix(Self.nameLimit)
        let clean = line.map { (0x21...0x7e).contains($0) || $0 == 0x20 ? $0 : UInt8(ascii: "?") }
        return clean.isEmpty ? "?" : String(decoding: clean, as: UTF8.self)
    }

    private func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count < Self.fileLimit {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }

    private func target(of link: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.assumingMemoryBound(to: CChar.self).baseAddress.map { readlink(link, $0, buffer.count) } ?? -1
        }
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
