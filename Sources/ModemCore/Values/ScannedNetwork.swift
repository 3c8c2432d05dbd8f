/// One network that a scan has found.
package struct ScannedNetwork: Equatable, Sendable {
    /// Raw values are what the bus shows.
    package enum Status: String, CaseIterable, Sendable {
        case unknown, available, current, forbidden
    }

    /// Mobile country and network code, 5 or 6 digits.
    package var code: String
    /// Both cleaned, at most 128 characters, and often empty.
    package var name: String
    package var shortName: String
    package var status: Status
    /// In the words of ``NetworkStatus/accessTechnology``; empty when unknown.
    package var accessTechnology: String

    package init(code: String, name: String, shortName: String, status: Status, accessTechnology: String) {
        self.code = code
        self.name = name
        self.shortName = shortName
        self.status = status
        self.accessTechnology = accessTechnology
    }
}
