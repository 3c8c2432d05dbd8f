/// The table in `vhci_hcd.0/status` (and `status.1`…): which ports of the virtual controller are free.
struct VhciStatus: Equatable, Sendable {
    struct Port: Equatable, Sendable {
        var number: Int
        var isHighSpeed: Bool
        var isFree: Bool
    }

    var ports: [Port]

    /// Lines are `hs  0000 004 000 00000000 000000 0-0`; the header and anything else that does not fit is skipped.
    init(parsing text: String) {
        ports = text.split(whereSeparator: \.isNewline).compactMap { line in
            let columns = line.split(separator: " ", omittingEmptySubsequences: true)
            guard columns.count >= 3, columns[0] == "hs" || columns[0] == "ss", let number = Int(columns[1]),
                let state = Int(columns[2])
            else { return nil }
            return Port(number: number, isHighSpeed: columns[0] == "hs", isFree: state == Self.free)
        }
    }

    /// VDEV_ST_NULL of the kernel's `usbip_common.h`: nothing attached.
    private static let free = 4

    var freePorts: [Int] { ports.filter { $0.isHighSpeed && $0.isFree }.map(\.number) }
}
