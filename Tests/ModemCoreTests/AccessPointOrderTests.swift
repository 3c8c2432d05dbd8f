import ModemCore
import Testing

/// In which order access points are tried.
struct AccessPointOrderTests {
    private func candidate(
        _ apn: String, of provider: String = "", owner: Bool = false, internet: Bool = true, user: String? = nil
    ) throws -> AccessPointCandidate {
        AccessPointCandidate(
            accessPoint: try AccessPointName(apn), username: try user.map { try Credential($0, name: "username") },
            provider: provider, ownsNetwork: owner, saysInternet: internet)
    }

    private func order(
        _ candidates: [AccessPointCandidate], _ providers: [String] = [], remembered: AccessPointKey? = nil
    ) -> [String] {
        AccessPointCandidate.ordered(candidates, providers: providers, remembered: remembered).map(\.accessPoint.text)
    }

    @Test func theDirectorysOrderHoldsAmongEquals() throws {
        #expect(order([try candidate("b"), try candidate("a"), try candidate("c")]) == ["b", "a", "c"])
    }

    @Test func theNameTheSIMGivesComesFirst() throws {
        let all = [
            try candidate("owner", of: "Network One", owner: true), try candidate("like", of: "Two"),
            try candidate("own", of: "T-Two (Xx)"), try candidate("other", of: "Three"),
        ]
        #expect(order(all, ["T-TWO XX"]) == ["own", "like", "owner", "other"])
        #expect(order(all, ["", "!"]) == ["owner", "like", "own", "other"])
        #expect(order(all) == ["owner", "like", "own", "other"])
    }

    @Test func whatWorkedComesBeforeAll() throws {
        let all = [
            try candidate("owner", of: "One", owner: true), try candidate("a"), try candidate("a", user: "u"),
        ]
        let ordered = AccessPointCandidate.ordered(
            all, providers: ["One"], remembered: AccessPointKey(accessPoint: "a", username: "u"))
        #expect(ordered.map(\.key.username) == ["u", "", ""])
        #expect(order(all, remembered: AccessPointKey(accessPoint: "gone", username: "")) == ["owner", "a", "a"])
    }

    @Test func whatSaysNothingComesLater() throws {
        #expect(order([try candidate("perhaps", internet: false), try candidate("surely")]) == ["surely", "perhaps"])
    }

    @Test func nothingIsTriedTwiceOrForEver() throws {
        let same = [try candidate("a", of: "One"), try candidate("a", of: "Two"), try candidate("a", user: "u")]
        #expect(order(same) == ["a", "a"])
        #expect(order(try (0..<20).map { try candidate("a\($0)") }).count == AccessPointCandidate.tryLimit)
        #expect(order([]) == [])
    }
}
