extension AccessPointCandidate {
    /// More would take longer than anybody waits: each wrong one costs up to half a minute.
    package static let tryLimit = 4

    /// In the order they are tried: what worked with this SIM, then those of the provider the SIM or the network names, of
    /// the network's owner, what is said to be for the internet; the order of the directory among equals. Each once.
    /// - Parameters:
    ///   - providers: names by which the SIM's operator calls itself; empty ones mean nothing.
    ///   - remembered: what worked last.
    package static func ordered(
        _ candidates: [AccessPointCandidate], providers: [String] = [], remembered: AccessPointKey? = nil
    ) -> [AccessPointCandidate] {
        let names = providers.map(plain).filter { !$0.isEmpty }
        let ranked = candidates.enumerated().map { index, candidate in
            (rank: candidate.rank(names, remembered) + [index], candidate: candidate)
        }.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }
        var seen: [AccessPointCandidate] = []
        for (_, candidate) in ranked where !seen.contains(where: candidate.isTheSameCall) { seen.append(candidate) }
        return Array(seen.prefix(tryLimit))
    }

    /// Smaller comes first.
    private func rank(_ names: [String], _ remembered: AccessPointKey?) -> [Int] {
        let own = Self.plain(provider)
        let likeness =
            if names.contains(own) { 0 } else if own.isEmpty { 2 } else {
                names.contains { $0.contains(own) || own.contains($0) } ? 1 : 2
            }
        return [key == remembered ? 0 : 1, likeness, ownsNetwork ? 0 : 1, saysInternet ? 0 : 1]
    }

    private func isTheSameCall(_ other: AccessPointCandidate) -> Bool {
        key == other.key && password == other.password && authentication == other.authentication
    }

    /// `T-Mobile (D)` and `T-MOBILE D` are one name.
    private static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
