/// What is mounted, as the process sees it (proc(5), `/proc/pid/mountinfo`).
struct MountTable: Equatable {
    struct Entry: Equatable {
        /// Major and minor number as the kernel writes them, `11:0`.
        let device: String
        let place: String
    }

    private(set) var entries: [Entry] = []

    /// A line that is none is passed over.
    init(parsing text: String) {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 5 else { continue }
            entries.append(Entry(device: String(fields[2]), place: Self.unescaped(fields[4])))
        }
    }

    /// May block.
    static func current() -> MountTable { MountTable(parsing: SystemFile.text("/proc/self/mountinfo") ?? "") }

    func places(of devices: Set<String>) -> [String] {
        entries.filter { devices.contains($0.device) }.map(\.place)
    }

    /// Blanks, tabs, line feeds and backslashes of a path are three octal digits.
    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
