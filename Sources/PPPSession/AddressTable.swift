internal import Glibc
internal import ModemCore

/// The kernel's IPv6 addresses, as /proc/net/if_inet6 has them (Linux, `if6_seq_show`): a line of address, index, length of
/// the prefix, scope and flags in hexadecimal, and the name of the interface.
enum AddressTable {
    static func ipv6(of interface: String, in text: [UInt8]) -> LinkIPv6? {
        let entries = text.split(separator: 0x0a).compactMap(Entry.init).filter {
            $0.interface == interface && $0.flags & Entry.unusable == 0
        }
        guard let linkLocal = entries.first(where: { $0.scope == Entry.link }) else { return nil }
        let global = entries.filter { $0.scope == Entry.global }
        let address = global.first { $0.flags & Entry.temporary == 0 } ?? global.first
        return LinkIPv6(linkLocal: linkLocal.address, address: address?.address)
    }

    private struct Entry {
        let address: String
        let scope: UInt32
        let flags: UInt32
        let interface: String

        // IFA_F_DADFAILED, IFA_F_DEPRECATED, IFA_F_TENTATIVE (linux/if_addr.h).
        static let unusable: UInt32 = 0x08 | 0x20 | 0x40
        static let temporary: UInt32 = 0x01
        // IPV6_ADDR_SCOPE_… as the kernel masks them.
        static let global: UInt32 = 0x00
        static let link: UInt32 = 0x20

        init?(_ line: ArraySlice<UInt8>) {
            let fields = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 6, let address = Self.text(fields[0]), let scope = UInt32(fields[3], radix: 16),
                let flags = UInt32(fields[4], radix: 16)
            else { return nil }
            (self.address, self.scope, self.flags, interface) = (address, scope, flags, fields[5])
        }

        private static func text(_ digits: String) -> String? {
            // A number may have a sign, an address not.
            guard digits.utf8.count == 32, digits.utf8.allSatisfy({ $0 >= 0x30 }),
                let high = UInt64(digits.prefix(16), radix: 16),
                let low = UInt64(digits.suffix(16), radix: 16)
            else { return nil }
            let bytes = [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return nil }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
