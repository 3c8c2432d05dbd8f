package import DBus
internal import EventLoop
internal import ModemAPI
package import ModemCore

extension UsagePeriod {
    /// `time`, `rx-bytes`, `tx-bytes`, `seconds`, and the part of it in foreign networks.
    package var busSettings: [String: Value] {
        [
            "time": .uint64(start), "rx-bytes": .uint64(total.all.receivedBytes),
            "tx-bytes": .uint64(total.all.sentBytes), "seconds": .uint64(total.all.seconds),
            "roaming-rx-bytes": .uint64(total.roaming.receivedBytes),
            "roaming-tx-bytes": .uint64(total.roaming.sentBytes),
        ]
    }
}

extension UsageSummary {
    package var busProperties: PropertyValues {
        var values = PropertyValues()
        values[UsageInterface.today] = today.busSettings
        values[UsageInterface.month] = month.busSettings
        values[UsageInterface.limit] = limitSettings
        return values
    }

    private var limitSettings: [String: Value] {
        guard let limit else { return [:] }
        return [
            "bytes": .uint64(limit.bytes), "first-day": .uint32(UInt32(clamping: limit.firstDay)),
            "action": .string(limit.action.rawValue), "used": .uint64(month.total.all.bytes),
            "exceeded": .boolean(exceeded != nil),
        ]
    }
}

extension UsageLimit {
    /// Reads the argument of SetLimit; nil removes a limit.
    /// - Throws: `InvalidArguments` that names the key: unknown, of the wrong type, or with a value that is not allowed.
    package static func limit(bus settings: [String: Value]) throws(BusError) -> UsageLimit? {
        for key in settings.keys.sorted() where !["bytes", "first-day", "action"].contains(key) {
            throw ErrorName.invalidArguments("'\(key.prefix(40))' is not a key of SetLimit.")
        }
        if settings.isEmpty { return nil }
        return try ModemError.checked { () throws(InvalidValue) in
            try UsageLimit(bytes: bytes(settings), firstDay: firstDay(settings), action: action(settings))
        }
    }

    private static func bytes(_ settings: [String: Value]) throws(InvalidValue) -> UInt64 {
        switch settings["bytes"]?.unwrapped {
        case .uint64(let number): return number
        case nil: throw InvalidValue("bytes", "is missing; nothing at all removes the limit")
        default: throw InvalidValue(wrongTypeOf: "bytes", UInt64.signature)
        }
    }

    private static func firstDay(_ settings: [String: Value]) throws(InvalidValue) -> Int {
        switch settings["first-day"]?.unwrapped {
        case .uint32(let number): return Int(number)
        case nil: return 1
        default: throw InvalidValue(wrongTypeOf: "first-day", UInt32.signature)
        }
    }

    private static func action(_ settings: [String: Value]) throws(InvalidValue) -> Action {
        switch settings["action"]?.unwrapped {
        case .string(let text):
            guard let action = Action(rawValue: text) else {
                throw InvalidValue("action", "must be warn or disconnect")
            }
            return action
        case nil: return .warn
        default: throw InvalidValue(wrongTypeOf: "action", String.signature)
        }
    }
}

extension UsageArchiveError {
    @LoopActor static func mapped<Result>(
        _ body: @LoopActor () async throws(UsageArchiveError) -> Result
    ) async throws(BusError) -> Result {
        do throws(UsageArchiveError) {
            return try await body()
        } catch {
            throw ErrorName.storageFailed(error.message)
        }
    }
}
