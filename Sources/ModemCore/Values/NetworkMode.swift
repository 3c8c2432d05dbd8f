/// Which access technologies the stick may use. Raw values are what the bus shows.
package enum NetworkMode: String, CaseIterable, Sendable {
    case auto
    /// Nothing else than this technology.
    case only2G = "2g"
    case only3G = "3g"
    case only4G = "4g"
    /// The others too, where this one is not to be had.
    case prefer2G = "prefer-2g"
    case prefer3G = "prefer-3g"
    case prefer4G = "prefer-4g"

    /// - Throws: ``InvalidValue`` for what is none of them.
    package init(_ text: String) throws(InvalidValue) {
        guard let mode = NetworkMode(rawValue: text) else {
            throw InvalidValue("mode", "must be one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = mode
    }
}
