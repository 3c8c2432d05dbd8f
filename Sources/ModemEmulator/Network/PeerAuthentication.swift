internal import CPosix
internal import EventLoop
internal import Glibc

/// What the operator's network asks of whoever calls.
package struct PeerAuthentication: Equatable, Sendable {
    package enum Method: String, CaseIterable, Sendable { case pap, chap }

    package let method: Method
    private let user: String
    private let password: String

    /// Nil for words that pppd's file of secrets could not hold as they are.
    package init?(_ method: Method, user: String, password: String) {
        guard
            [user, password].allSatisfy({ word in
                (1...64).contains(word.utf8.count)
                    && word.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c && $0 != 0x23 }
            })
        else { return nil }
        self.method = method
        self.user = user
        self.password = password
    }

    /// pppd's options at the end of the network.
    var options: [String] { ["auth", "require-\(method.rawValue)"] }

    /// Leaves the secrets where `ip netns exec` shows them as /etc/ppp to the pppd of that namespace alone (ip-netns(8)).
    func prepare(for namespace: String) throws(EmulatorError) {
        do throws(SystemError) {
            for folder in Self.folders(of: namespace) where mkdir(folder, 0o755) < 0 && errno != EEXIST {
                throw SystemError(call: "mkdir \(folder)", code: errno)
            }
            let path = Self.file(of: namespace, method)
            let file = try OwnedDescriptor(path, cposix_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600))
            let line = "\"\(user)\" * \"\(password)\" *\n"
            try SystemError.checkErrno("write \(path)", write(file.number, line, line.utf8.count))
        } catch {
            throw .system(error)
        }
    }

    static func remove(from namespace: String) {
        for method in Method.allCases { unlink(file(of: namespace, method)) }
        for folder in folders(of: namespace).reversed() { rmdir(folder) }
    }

    private static func folders(of namespace: String) -> [String] {
        ["/etc/netns", "/etc/netns/\(namespace)", "/etc/netns/\(namespace)/ppp"]
    }

    private static func file(of namespace: String, _ method: Method) -> String {
        "/etc/netns/\(namespace)/ppp/\(method.rawValue)-secrets"
    }
}
