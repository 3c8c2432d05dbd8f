/// How an operator tells a balance, or takes a voucher.
package struct ServiceCode: Equatable, Sendable {
    package enum Purpose: String, Sendable {
        case balance
        case topUp = "top-up"
    }

    package enum Way: Equatable, Sendable {
        /// - Parameter placeholder: what in the code stands for the number of a voucher; nil: nothing does.
        case ussd(code: String, placeholder: String?)
        /// A text message, which costs what messages cost.
        case message(number: String, text: String)
    }

    package let purpose: Purpose
    package let way: Way
    /// Whose it is: several may share a network.
    package let provider: String
    package let ownsNetwork: Bool

    package init(purpose: Purpose, way: Way, provider: String, ownsNetwork: Bool) {
        self.purpose = purpose
        self.way = way
        self.provider = provider
        self.ownsNetwork = ownsNetwork
    }

    /// The provider of that name first, then who owns the network, then the others; USSD before messages. What several have in
    /// common is there once.
    package static func ordered(_ codes: [ServiceCode], operatorName: String) -> [ServiceCode] {
        func rank(_ code: ServiceCode) -> Int {
            let isNamed = !operatorName.isEmpty && code.provider.lowercased() == operatorName.lowercased()
            let isMessage = if case .message = code.way { 1 } else { 0 }
            return (isNamed ? 0 : code.ownsNetwork ? 2 : 4) + isMessage
        }
        var ordered: [ServiceCode] = []
        let sorted = codes.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        for (_, code) in sorted where !ordered.contains(where: { $0.purpose == code.purpose && $0.way == code.way }) {
            ordered.append(code)
        }
        return ordered
    }
}
