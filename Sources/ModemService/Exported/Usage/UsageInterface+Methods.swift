internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.Usage gets.
extension UsageInterface {
    @LoopActor static func methods(of identifier: String, in book: UsageBook) -> [BoundMethod] {
        [
            query.bind { _, from, to, text throws(BusError) in
                guard let step = UsageStep(rawValue: text) else {
                    throw ErrorName.invalidArguments("step must be hour, day or month.")
                }
                guard from <= to else { throw ErrorName.invalidArguments("from must not be after to.") }
                let periods = try await UsageArchiveError.mapped { () async throws(UsageArchiveError) in
                    try await book.usage(of: identifier, from: from, to: to, by: step)
                }
                return periods.map(\.busSettings)
            },
            setLimit.bind { _, settings throws(BusError) in
                let limit = try UsageLimit.limit(bus: settings)
                try await UsageArchiveError.mapped { () async throws(UsageArchiveError) in
                    try await book.setLimit(limit, of: identifier)
                }
            },
        ]
    }
}
